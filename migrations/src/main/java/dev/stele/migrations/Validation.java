package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong between a history and its changelog. */
final class Validation {
    private Validation() {}

    /** Refuses real edits, and tells the listener of the others. */
    static void refuseEdited(MigrationSettings settings, Applied applied) {
        List<Edit> edits = FormattedSql.edits(settings.changelog().files(), applied);
        List<ChangesetId> real =
                edits.stream().filter(Edit::real).map(Edit::changeset).toList();
        if (!real.isEmpty()) {
            throw new MigrationException(
                    "edited after it was applied: " + Lists.sentence(real),
                    "restore the text and put the change into a new changeset; nothing was changed",
                    null,
                    null);
        }
        edits.forEach(edit -> settings.listener().warned(finding(edit)));
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
        FormattedSql.edits(changelog.files(), applied).forEach(edit -> findings.add(finding(edit)));
        applied.unknown().forEach(entry -> findings.add(entry.changeset() + " is applied but not in the changelog"));
        Set<ChangesetId> seen = new HashSet<>();
        for (HistoryEntry entry : applied.entries()) {
            if (!seen.add(entry.changeset())) {
                findings.add(entry.changeset() + " is recorded more than once");
            }
        }
        return findings;
    }

    private static String finding(Edit edit) {
        return edit.real()
                ? edit.changeset() + " was edited after it was applied"
                : edit.changeset()
                        + " has other comments than when it was applied, and the same words; rehash() records them";
    }
}
