package dev.stele.migrations.diff;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the bodies of functions name, which the catalog does not know.
 *
 * <p>Only good for an order: words of a body that are names of objects. Where the order would be a circle, one mention
 * is left out, and the function counts as uncertain.
 */
final class Mentions {
    private static final Pattern NOISE = Pattern.compile("--[^\n]*|/\\*.*?\\*/|'(?:[^']|'')*'", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile(
            "(?:(\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)\\s*\\.\\s*)?(\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)");
    private static final Set<ObjectKind> ROUTINES =
            EnumSet.of(ObjectKind.FUNCTION, ObjectKind.PROCEDURE, ObjectKind.AGGREGATE);
    private static final Set<ObjectKind> NAMED = EnumSet.of(
            ObjectKind.ENUM,
            ObjectKind.DOMAIN,
            ObjectKind.COMPOSITE,
            ObjectKind.RANGE,
            ObjectKind.SEQUENCE,
            ObjectKind.TABLE,
            ObjectKind.VIEW,
            ObjectKind.MATERIALIZED_VIEW);
    // Parts that may be written into the CREATE TABLE of their table.
    private static final Set<ObjectKind> PARTS =
            EnumSet.of(ObjectKind.COLUMN, ObjectKind.DEFAULT, ObjectKind.CONSTRAINT);

    private final CatalogSnapshot snapshot;
    private final Map<String, Set<ObjectName>> byName = new HashMap<>();
    private final Map<String, Set<ObjectName>> parts = new HashMap<>();
    private final Map<ObjectName, Set<ObjectName>> mentions = new TreeMap<>();
    private final Set<ObjectName> uncertain = new TreeSet<>();

    private Mentions(CatalogSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    static Mentions of(CatalogSnapshot snapshot) {
        Mentions mentions = new Mentions(snapshot);
        snapshot.objects().forEach(mentions::index);
        snapshot.objects().stream().filter(object -> object.has("~body")).forEach(mentions::read);
        return mentions;
    }

    /** What the body of {@code routine} names and can be made before it. */
    Set<ObjectName> of(ObjectName routine) {
        return mentions.getOrDefault(routine, Set.of());
    }

    /** Whether the body cannot be checked when the routine is made. */
    boolean isUncertain(ObjectName routine) {
        return uncertain.contains(routine);
    }

    private void index(CatalogObject object) {
        ObjectName name = object.name();
        if (ROUTINES.contains(name.kind())) {
            String quoted = name.name().substring(0, name.name().lastIndexOf('('));
            byName.computeIfAbsent(unquoted(quoted), key -> new TreeSet<>()).add(name);
        } else if (NAMED.contains(name.kind())) {
            byName.computeIfAbsent(name.name(), key -> new TreeSet<>()).add(name);
        } else if (PARTS.contains(name.kind())) {
            parts.computeIfAbsent(name.schema() + "." + name.table(), key -> new TreeSet<>())
                    .add(name);
        }
    }

    private static String unquoted(String word) {
        return word.startsWith("\"")
                ? word.substring(1, word.length() - 1).replace("\"\"", "\"")
                : word.toLowerCase(Locale.ROOT);
    }

    private void read(CatalogObject routine) {
        String language = routine.text("~language");
        if (!language.equals("sql") && !language.equals("plpgsql")) {
            return;
        }
        Matcher matcher = NAME.matcher(NOISE.matcher(routine.text("~body")).replaceAll(" "));
        Set<String> words = new TreeSet<>();
        Set<ObjectName> found = new TreeSet<>();
        while (matcher.find()) {
            String schema = matcher.group(1) == null ? "" : unquoted(matcher.group(1));
            words.add(unquoted(matcher.group(2)));
            found.addAll(find(routine.name(), schema, unquoted(matcher.group(2))));
            // It may be an alias or a relation before its column.
            found.addAll(find(routine.name(), "", schema));
        }
        Set<ObjectName> columns = new TreeSet<>();
        found.forEach(name -> parts(name).stream()
                .filter(part -> part.kind() == ObjectKind.COLUMN && words.contains(part.name()))
                .forEach(columns::add));
        found.addAll(columns);
        found.remove(routine.name());
        found.forEach(name -> mention(routine.name(), name));
    }

    private Set<ObjectName> parts(ObjectName name) {
        return parts.getOrDefault(name.schema() + "." + name.name(), Set.of());
    }

    private Set<ObjectName> find(ObjectName routine, String schema, String word) {
        Set<ObjectName> found = new TreeSet<>(byName.getOrDefault(word, Set.of()));
        if (found.stream().anyMatch(name -> name.schema().equals(schema))) {
            found.removeIf(name -> !name.schema().equals(schema));
        } else if (!found.isEmpty()
                && found.stream().noneMatch(name -> name.schema().equals("public"))) {
            uncertain.add(routine);
        }
        return found;
    }

    private void mention(ObjectName routine, ObjectName other) {
        if (reaches(other, routine)) {
            uncertain.add(routine);
        } else {
            mentions.computeIfAbsent(routine, name -> new TreeSet<>()).add(other);
        }
    }

    private boolean reaches(ObjectName start, ObjectName end) {
        Set<ObjectName> seen = new TreeSet<>();
        Deque<ObjectName> queue = new ArrayDeque<>();
        queue.add(start);
        while (!queue.isEmpty()) {
            ObjectName next = queue.remove();
            if (next.equals(end)) {
                return true;
            }
            if (seen.add(next)) {
                snapshot.find(next).ifPresent(object -> queue.addAll(object.uses()));
                queue.addAll(mentions.getOrDefault(next, Set.of()));
                queue.addAll(parts(next));
            }
        }
        return false;
    }
}
