package dev.stele.migrations;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import liquibase.changelog.ChangeSet;
import org.jspecify.annotations.Nullable;

/** What Liquibase knows and we refuse: whatever keeps a changeset from running exactly once on every database. */
final class Unsupported {
    private Unsupported() {}

    /** The attributes of {@code changeSet} that are refused, by name. */
    static List<String> attributes(ChangeSet changeSet) {
        Map<String, Boolean> used = new TreeMap<>();
        used.put("runAlways", changeSet.isAlwaysRun());
        used.put("runOnChange", changeSet.isRunOnChange());
        used.put("runWith", changeSet.getRunWith() != null);
        used.put("ignore", changeSet.isIgnore());
        used.put("failOnError:false", Boolean.FALSE.equals(changeSet.getFailOnError()));
        used.put("context", hasContext(changeSet));
        used.put(
                "labels",
                changeSet.getLabels() != null && !changeSet.getLabels().isEmpty());
        used.put("dbms", !isForPostgres(changeSet.getDbmsSet()));
        used.put("preconditions", hasPreconditions(changeSet));
        return used.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean hasContext(ChangeSet changeSet) {
        return changeSet.getContextFilter() != null
                && !changeSet.getContextFilter().isEmpty();
    }

    private static boolean hasPreconditions(ChangeSet changeSet) {
        return changeSet.getPreconditions() != null
                && !changeSet.getPreconditions().getNestedPreconditions().isEmpty();
    }

    private static boolean isForPostgres(@Nullable Set<String> dbms) {
        return dbms == null || dbms.isEmpty() || dbms.contains("postgresql") || dbms.contains("all");
    }
}
