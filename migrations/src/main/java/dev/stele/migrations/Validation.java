package dev.stele.migrations;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong between a history and its changelog. */
final class Validation {
    private Validation() {}

    static List<String> findings(Changelog changelog, Applied applied) {
        List<String> findings = new ArrayList<>();
        Rollbacks.missing(FormattedSql.read(changelog.files()))
                .forEach(id -> findings.add(id + " declares no rollback"));
        FormattedSql.edited(changelog.files(), applied)
                .forEach(id -> findings.add(id + " was edited after it was applied"));
        applied.unknown().forEach(entry -> findings.add(entry.changeset() + " is applied but not in the changelog"));
        Set<ChangesetId> seen = new HashSet<>();
        for (HistoryEntry entry : applied.entries()) {
            if (!seen.add(entry.changeset())) {
                findings.add(entry.changeset() + " is recorded more than once");
            }
        }
        return findings;
    }
}
