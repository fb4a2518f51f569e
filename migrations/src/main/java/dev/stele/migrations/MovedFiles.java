package dev.stele.migrations;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the changesets whose file was renamed, as when two lines of versions were merged.
 *
 * <p>A row of the history that the changelog does not know is the changeset of the same author and id and the same text,
 * where there is exactly one and that one is not recorded itself.
 */
final class MovedFiles {
    private final Changelog changelog;

    MovedFiles(Changelog changelog) {
        this.changelog = changelog;
    }

    /** The history with the present names; costs nothing unless something unknown meets something missing. */
    Applied follow(Applied applied) {
        List<ChangesetId> missing = applied.missing(changelog.files());
        Map<ChangesetId, ChangesetId> moved = new HashMap<>();
        List<HistoryEntry> entries = new ArrayList<>();
        for (HistoryEntry entry : applied.entries()) {
            List<ChangesetId> same = entry.version() != null
                    ? List.of()
                    : missing.stream().filter(id -> isMoved(id, entry)).toList();
            if (same.size() == 1 && moved.putIfAbsent(same.get(0), entry.changeset()) == null) {
                entries.add(entry.as(same.get(0), fileOf(same.get(0)).version()));
            } else {
                entries.add(entry);
            }
        }
        return moved.isEmpty() ? applied : new Applied(applied.tableExists(), entries, moved);
    }

    /** Writes the present names into the history, and into what is under way. */
    void record(MigrationSession session, Applied applied) throws SQLException {
        List<String> statements = new ArrayList<>();
        applied.moved().forEach((to, from) -> statements.add(HistoryTable.move(from, to)));
        List<ChangesetId> missing = applied.missing(changelog.files());
        for (UnderWay row : UnderWay.read(session.connection())) {
            List<ChangesetId> same = missing.stream()
                    .filter(id -> id.label().equals(row.changeset().label()))
                    .toList();
            if (same.size() == 1 && !changelog.changesets().contains(row.changeset())) {
                statements.add(UnderWay.move(row.changeset(), same.get(0)));
            }
        }
        if (!statements.isEmpty()) {
            session.inTransaction(() -> {
                for (String statement : statements) {
                    session.execute(statement);
                }
            });
        }
    }

    private boolean isMoved(ChangesetId id, HistoryEntry entry) {
        return id.label().equals(entry.changeset().label()) && FormattedSql.fits(fileOf(id), id, entry);
    }

    private ChangelogFile fileOf(ChangesetId id) {
        return changelog.files().stream()
                .filter(file -> file.changesets().contains(id))
                .findFirst()
                .orElseThrow();
    }
}
