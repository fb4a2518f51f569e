package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records the present texts of applied changesets. */
final class Rehash {
    private final MigrationSession session;
    private final Changelog changelog;

    Rehash(MigrationSession session, Changelog changelog) {
        this.session = session;
        this.changelog = changelog;
    }

    /** Takes the labels of what was edited for good; refuses, before anything is written, what is not among them. */
    List<ChangesetId> write(List<String> edited) throws SQLException {
        Applied applied = session.locked();
        List<ChangesetId> real = FormattedSql.edits(changelog.files(), applied).stream()
                .filter(Edit::real)
                .map(Edit::changeset)
                .toList();
        for (String label : edited) {
            long meant = real.stream().filter(id -> id.label().equals(label)).count();
            if (meant != 1) {
                throw new MigrationException(
                        "cannot rehash \"" + label + "\": " + meant + " edited changesets are called so",
                        real.isEmpty() ? "no changeset was edited" : "edited are " + Lists.sentence(real),
                        null,
                        null);
            }
        }
        List<ChangesetId> unnamed =
                real.stream().filter(id -> !edited.contains(id.label())).toList();
        if (!unnamed.isEmpty()) {
            throw new MigrationException(
                    "cannot rehash: more than comments and white space was edited in " + Lists.sentence(unnamed),
                    "restore the text, or name it, such as rehash(\""
                            + unnamed.get(0).label()
                            + "\"), where the database has what the new text makes; nothing was changed",
                    null,
                    null);
        }
        return write(applied);
    }

    private List<ChangesetId> write(Applied applied) throws SQLException {
        Map<ChangesetId, HistoryEntry> recorded = applied.entries().stream()
                .collect(Collectors.toMap(HistoryEntry::changeset, Function.identity(), (one, twin) -> one));
        List<Changeset> changed = FormattedSql.read(changelog.files()).stream()
                .filter(changeset -> differs(changeset, recorded.get(changeset.id())))
                .toList();
        session.inTransaction(() -> {
            for (Changeset changeset : changed) {
                session.execute(HistoryTable.rehash(changeset));
            }
        });
        return changed.stream().map(Changeset::id).toList();
    }

    private static boolean differs(Changeset changeset, @Nullable HistoryEntry entry) {
        return entry != null
                && !(changeset.checksum().equals(entry.checksum())
                        && changeset.words().equals(entry.words()));
    }
}
