package dev.stele.migrations.review;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the statements before have left behind: the transaction they are in, its locks, the session's settings. */
final class Run {
    private final Unit.Mode mode;
    private boolean begun;
    private int beginOffset = -1;
    private final Map<String, LockMode> held = new LinkedHashMap<>();
    private final Map<String, String> settings;
    private final Map<String, String> localSettings = new HashMap<>();
    private final Map<String, String> enumValues = new HashMap<>();
    private final Set<String> notValid = new HashSet<>();
    private final Set<String> filled = new HashSet<>();
    private final Map<String, Integer> alters = new HashMap<>();
    private final Set<String> dropped = new HashSet<>();
    private final Set<String> warned = new HashSet<>();
    private final boolean ddl;
    private final boolean alone;

    Run(Unit.Mode mode, Map<String, String> sessionSettings, List<Parsed> statements) {
        this.mode = mode;
        this.settings = sessionSettings;
        this.alone = statements.size() == 1;
        this.ddl = statements.stream().map(Parsed::statement).anyMatch(Run::isDdl);
    }

    private static boolean isDdl(Statement statement) {
        return statement instanceof Statement.CreateTable
                || statement instanceof Statement.CreateIndex
                || statement instanceof Statement.Create
                || statement instanceof Statement.Alter
                || statement instanceof Statement.Drop;
    }

    /** What was said already and need not be said again in this changeset. */
    Set<String> warned() {
        return warned;
    }

    /** Whether a statement that fails takes the ones before it back. */
    boolean inTransaction() {
        return mode == Unit.Mode.ONE_TRANSACTION || (mode == Unit.Mode.ONE_MESSAGE && !alone) || begun;
    }

    Unit.Mode mode() {
        return mode;
    }

    boolean isBegun() {
        return begun;
    }

    int beginOffset() {
        return beginOffset;
    }

    void begin(int offset) {
        begun = true;
        beginOffset = offset;
    }

    void end() {
        begun = false;
        forget();
    }

    /** What a transaction had and a new one has not. */
    void forget() {
        held.clear();
        localSettings.clear();
        enumValues.clear();
        notValid.clear();
        filled.clear();
        alters.clear();
    }

    void set(String name, String value, boolean local) {
        (local ? localSettings : settings).put(name, value);
    }

    /** The value of a setting; "" where the SQL does not set it. */
    String setting(String name) {
        String value = localSettings.getOrDefault(name, settings.getOrDefault(name, ""));
        return value.equals("default") ? "" : value;
    }

    /** Whether a time-out has a value that ends something. */
    boolean isLimited(String name) {
        String value = setting(name);
        return !value.isEmpty() && !value.matches("0+(ms|s|min|h|d)?");
    }

    Map<String, LockMode> held() {
        return held;
    }

    Map<String, String> enumValues() {
        return enumValues;
    }

    Set<String> notValid() {
        return notValid;
    }

    Set<String> filled() {
        return filled;
    }

    /** For each table the line on which it was altered last. */
    Map<String, Integer> alters() {
        return alters;
    }

    Set<String> dropped() {
        return dropped;
    }

    boolean hasDdl() {
        return ddl;
    }
}
