package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong between a history and its changelog. */
final class Validation {
    private Validation() {}

    static void refuseEdited(Changelog changelog, Applied applied) {
        List<ChangesetId> edited = FormattedSql.edited(changelog.files(), applied);
        if (!edited.isEmpty()) {
            throw new MigrationException(
                    "edited after it was applied: " + Lists.sentence(edited),
                    "restore the text and put the change into a new changeset; nothing was changed",
                    null,
                    null);
        }
    }

    static void refuseUnknown(Applied applied) {
        List<ChangesetId> unknown =
                applied.unknown().stream().map(HistoryEntry::changeset).toList();
        if (!unknown.isEmpty()) {
            throw new MigrationException(
                    "cannot downgrade: the database has changesets that the changelog does not know: "
                            + Lists.sentence(unknown),
                    "downgrade with the program that applied them",
                    null,
                    null);
        }
    }

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
