package dev.stele.migrations.review;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What a review is told beside the SQL. Immutable; every method returns a copy.
 *
 * <p>Knows nothing of a database unless {@link #withSizes(DataSource)} or {@link #measuredOn(DataSource)} is given one.
 */
public final class ReviewOptions {
    private static final ReviewOptions DEFAULTS = new ReviewOptions();

    private String file = "sql";
    private int serverVersion = 150000;
    private boolean oneTransaction;
    private boolean timeoutsSet;
    private int maxColumns = 100;
    private Map<String, TableSize> sizes = Map.of();
    private @Nullable DataSource live;
    private @Nullable DataSource scratch;
    private Map<Rule, Severity> severities = Map.of();
    private Map<Rule, Pattern> names = Map.of();
    private List<String> versions = List.of();

    private ReviewOptions() {}

    private ReviewOptions(ReviewOptions other) {
        file = other.file;
        serverVersion = other.serverVersion;
        oneTransaction = other.oneTransaction;
        timeoutsSet = other.timeoutsSet;
        maxColumns = other.maxColumns;
        sizes = other.sizes;
        live = other.live;
        scratch = other.scratch;
        severities = other.severities;
        names = other.names;
        versions = other.versions;
    }

    /** Every rule at its own severity, PostgreSQL 15, plain files run statement by statement. */
    public static ReviewOptions defaults() {
        return DEFAULTS;
    }

    /** What places say in front of line and column, for a text that is not read from a file. */
    public ReviewOptions withFile(String name) {
        ReviewOptions copy = new ReviewOptions(this);
        copy.file = name;
        return copy;
    }

    /**
     * The server that will run the SQL.
     *
     * @param number as {@code server_version_num} tells it, such as 150004
     */
    public ReviewOptions withServerVersion(int number) {
        if (number < 100000) {
            throw new IllegalArgumentException(
                    "the server version must be as server_version_num tells it, such as 150004, but was " + number);
        }
        ReviewOptions copy = new ReviewOptions(this);
        copy.serverVersion = number;
        return copy;
    }

    /** A file without changesets runs as one transaction, not statement by statement. */
    public ReviewOptions asOneTransaction() {
        ReviewOptions copy = new ReviewOptions(this);
        copy.oneTransaction = true;
        return copy;
    }

    /** What runs the SQL sets the timeouts itself, and takes a lock before the first statement, as migrations do. */
    public ReviewOptions runByMigrations() {
        ReviewOptions copy = new ReviewOptions(this);
        copy.timeoutsSet = true;
        return copy;
    }

    /** More columns than this in one table are a finding. */
    public ReviewOptions withMaxColumns(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("maxColumns must be at least 1 but was " + most);
        }
        ReviewOptions copy = new ReviewOptions(this);
        copy.maxColumns = most;
        return copy;
    }

    /** Judges locks by these sizes, by table, {@code schema.table} outside of {@code public}. */
    public ReviewOptions withSizes(Map<String, TableSize> bySizes) {
        ReviewOptions copy = new ReviewOptions(this);
        copy.sizes = Map.copyOf(bySizes);
        return copy;
    }

    /** Judges locks by the sizes in a live database, which is only read: its catalog, its version. */
    public ReviewOptions withSizes(DataSource database) {
        ReviewOptions copy = new ReviewOptions(this);
        copy.live = database;
        return copy;
    }

    /**
     * Runs each statement in a scratch database and judges by what it did there.
     *
     * @param database holds the present schema; what the SQL does stays in it, so throw it away after
     */
    public ReviewOptions measuredOn(DataSource database) {
        ReviewOptions copy = new ReviewOptions(this);
        copy.scratch = database;
        return copy;
    }

    /** Gives a rule another severity. */
    public ReviewOptions withSeverity(Rule rule, Severity severity) {
        ReviewOptions copy = new ReviewOptions(this);
        Map<Rule, Severity> changed = new EnumMap<>(Rule.class);
        changed.putAll(severities);
        changed.put(rule, severity);
        copy.severities = Collections.unmodifiableMap(changed);
        return copy;
    }

    /** Switches rules off altogether. */
    public ReviewOptions without(Rule... rules) {
        ReviewOptions copy = new ReviewOptions(this);
        Map<Rule, Severity> changed = new HashMap<>(severities);
        for (Rule rule : rules) {
            changed.put(rule, null);
        }
        copy.severities = Collections.unmodifiableMap(changed);
        return copy;
    }

    /**
     * Names must match a pattern in whole.
     *
     * @param rule one of the rules about names, {@link Rule#SCHEMA_NAME} to {@link Rule#CHECK_NAME}
     */
    public ReviewOptions withNames(Rule rule, String pattern) {
        if (rule.compareTo(Rule.SCHEMA_NAME) < 0 || rule.compareTo(Rule.CHECK_NAME) > 0) {
            throw new IllegalArgumentException(
                    "the rule must be one about names, schema-name to check-name, but was " + rule.id());
        }
        ReviewOptions copy = new ReviewOptions(this);
        Map<Rule, Pattern> changed = new HashMap<>(names);
        changed.put(rule, Pattern.compile(pattern));
        copy.names = Map.copyOf(changed);
        return copy;
    }

    /** The versions before, in order, as files number them; the file under review must come after the last. */
    public ReviewOptions withVersions(List<String> before) {
        ReviewOptions copy = new ReviewOptions(this);
        copy.versions = List.copyOf(before);
        return copy;
    }

    String file() {
        return file;
    }

    int serverVersion() {
        return serverVersion;
    }

    Unit.Mode plainMode() {
        return oneTransaction ? Unit.Mode.ONE_TRANSACTION : Unit.Mode.AUTOCOMMIT;
    }

    boolean timeoutsSet() {
        return timeoutsSet;
    }

    int maxColumns() {
        return maxColumns;
    }

    Map<String, TableSize> sizes() {
        return sizes;
    }

    @Nullable
    DataSource live() {
        return live;
    }

    @Nullable
    DataSource scratch() {
        return scratch;
    }

    /** Whether a database says what is there, so that what is not known is not there. */
    boolean isLive() {
        return live != null || scratch != null;
    }

    /** The severity of a rule, or null where it is switched off. */
    @Nullable
    Severity severity(Rule rule) {
        return severities.containsKey(rule) ? severities.get(rule) : rule.severity();
    }

    boolean isOverridden(Rule rule) {
        return severities.containsKey(rule);
    }

    Map<Rule, Pattern> names() {
        return names;
    }

    List<String> versions() {
        return versions;
    }
}
