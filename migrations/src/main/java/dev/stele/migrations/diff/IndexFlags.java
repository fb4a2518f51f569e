package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Writes what can change about an index while it stays. */
final class IndexFlags {
    static final Set<String> KEYS = Set.of("options", "tablespace", "clustered", "replica_identity", "statistics");

    private IndexFlags() {}

    static List<Step> changes(CatalogObject from, CatalogObject to, Sides sides) {
        List<Step> steps = new ArrayList<>();
        String index = Sql.quote(to.name().schema(), to.name().name());
        for (String key : Facts.changed(from, to)) {
            switch (key) {
                case "options" -> steps.addAll(options(from, to, "alter index " + index + " "));
                case "tablespace" ->
                    steps.add(Step.of("alter index " + index + " set tablespace "
                            + Sql.quote(to.facts().getOrDefault("tablespace", "pg_default"))));
                case "clustered", "replica_identity" -> steps.addAll(chosen(key, to, sides));
                case "statistics" -> steps.addAll(statistics(from, to, "alter index " + index + " "));
                default -> {
                    // What else differs is not of the index alone.
                }
            }
        }
        return steps;
    }

    /** Makes the index the one of its kind in the table, or no longer. */
    private static List<Step> chosen(String key, CatalogObject to, Sides sides) {
        String table = "alter table " + Sql.table(to.name()) + " ";
        boolean cluster = key.equals("clustered");
        if (to.has(key)) {
            return List.of(Step.of(table
                    + (cluster ? "cluster on " : "replica identity using index ")
                    + Sql.quote(to.name().name())));
        }
        return isOnly(key, to, sides)
                ? List.of(Step.of(table + (cluster ? "set without cluster" : "replica identity default")))
                : List.of();
    }

    /** Whether no other index of the table takes over what {@code to} gives away, nor the table itself. */
    private static boolean isOnly(String key, CatalogObject to, Sides sides) {
        return sides.to().objects().stream()
                .noneMatch(object -> object.has(key)
                        && (object.name().equals(to.name().owner(ObjectKind.TABLE))
                                || (object.name().schema().equals(to.name().schema())
                                        && object.name()
                                                .table()
                                                .equals(to.name().table()))));
    }

    private static List<Step> options(CatalogObject from, CatalogObject to, String alter) {
        List<Step> steps = new ArrayList<>();
        if (from.has("options")) {
            steps.add(Step.of(alter + "reset (" + from.text("options").replaceAll("=[^,]*", "") + ")"));
        }
        if (to.has("options")) {
            steps.add(Step.of(alter + "set (" + to.text("options") + ")"));
        }
        return steps;
    }

    private static List<Step> statistics(CatalogObject from, CatalogObject to, String alter) {
        List<Step> steps = new ArrayList<>();
        for (String[] pair : pairs(from)) {
            if (pairs(to).stream().noneMatch(other -> other[0].equals(pair[0]))) {
                steps.add(Step.of(alter + "alter column " + pair[0] + " set statistics -1"));
            }
        }
        pairs(to).forEach(pair -> steps.add(Step.of(alter + "alter column " + pair[0] + " set statistics " + pair[1])));
        return steps;
    }

    private static List<String[]> pairs(CatalogObject object) {
        return object.has("statistics")
                ? Arrays.stream(object.text("statistics").split(", "))
                        .map(pair -> pair.split(" "))
                        .toList()
                : List.of();
    }
}
