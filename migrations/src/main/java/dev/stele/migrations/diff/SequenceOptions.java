package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the options of sequences; a fact that is absent is the default of the type. */
final class SequenceOptions {
    private static final Map<String, String> RANGES =
            Map.of("smallint", "-32768 and 32767", "integer", "-2147483648 and 2147483647");

    private SequenceOptions() {}

    static List<String> clauses(CatalogObject object, String prefix) {
        return changes(new CatalogObject(object.name(), Map.of(), java.util.Set.of()), object, prefix);
    }

    static List<String> changes(CatalogObject from, CatalogObject to, String prefix) {
        List<String> clauses = new ArrayList<>(limits(from, to, prefix));
        if (turns(from, to, prefix)) {
            // Where it stood is outside the limits of the other direction.
            clauses.add("restart");
        }
        if (differs(from, to, prefix + "cache")) {
            clauses.add("cache " + value(to, prefix + "cache", "1"));
        }
        if (differs(from, to, prefix + "cycle")) {
            clauses.add(to.has(prefix + "cycle") ? "cycle" : "no cycle");
        }
        return clauses;
    }

    private static List<String> limits(CatalogObject from, CatalogObject to, String prefix) {
        List<String> clauses = new ArrayList<>();
        boolean direction = differs(from, to, prefix + "increment");
        if (direction) {
            clauses.add("increment by " + value(to, prefix + "increment", "1"));
        }
        // Defaults follow the type and the direction only where they are asked for again.
        boolean anew = !from.facts().isEmpty() && (direction || (prefix.isEmpty() && differs(from, to, "type")));
        boolean limited = false;
        for (String limit : List.of("min", "max")) {
            boolean changes = differs(from, to, prefix + limit);
            limited |= changes;
            if (changes || anew) {
                clauses.add(
                        to.has(prefix + limit) ? limit + "value " + to.text(prefix + limit) : "no " + limit + "value");
            }
        }
        boolean moved = !from.facts().isEmpty() && (limited || direction);
        if (differs(from, to, prefix + "start") || moved) {
            clauses.add("start with " + value(to, prefix + "start", first(to, prefix)));
        }
        return clauses;
    }

    /** Moves a counter that is outside its new limits to the nearest of them; any other keeps its place. */
    static List<Step> intoLimits(CatalogObject from, CatalogObject to, String prefix, String sequence) {
        List<Step> steps = new ArrayList<>();
        for (String limit : List.of("min", "max")) {
            if (differs(from, to, prefix + limit) && to.has(prefix + limit)) {
                String value = to.text(prefix + limit);
                steps.add(Step.of("select setval(" + Sql.literal(sequence) + ", " + value + ", false) from " + sequence
                        + " where last_value " + (limit.equals("min") ? "< " : "> ") + value));
            }
        }
        return steps;
    }

    /** The step that changes the type, with the question whether the counter is beyond the limits of the new one. */
    static Step fitting(CatalogObject from, CatalogObject to, Step step) {
        String range = RANGES.get(to.text("type"));
        boolean narrower = RANGES.containsKey(to.text("type"))
                && !(from.text("type").equals("smallint") && to.text("type").equals("integer"));
        // Limits of its own move the counter first.
        String limit = to.text("increment").startsWith("-") ? "min" : "max";
        return range == null || !narrower || to.has(limit)
                ? step
                : step.checking(new PreCheck(
                        from.name() + " stands beyond the limits of " + to.text("type"),
                        "select last_value not between " + range + " from " + Sql.qualified(from.name())));
    }

    private static boolean differs(CatalogObject from, CatalogObject to, String key) {
        return !from.text(key).equals(to.text(key));
    }

    private static String value(CatalogObject object, String key, String otherwise) {
        return object.facts().getOrDefault(key, otherwise);
    }

    private static boolean turns(CatalogObject from, CatalogObject to, String prefix) {
        String key = prefix + "increment";
        return !from.facts().isEmpty()
                && from.text(key).startsWith("-") != to.text(key).startsWith("-");
    }

    /** Where a sequence starts if nothing else is said. */
    private static String first(CatalogObject object, String prefix) {
        boolean down = object.text(prefix + "increment").startsWith("-");
        return value(object, prefix + (down ? "max" : "min"), down ? "-1" : "1");
    }
}
