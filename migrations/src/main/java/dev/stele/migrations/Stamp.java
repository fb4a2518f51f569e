package dev.stele.migrations;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Writes the history without running anything. */
final class Stamp {
    private final MigrationSession session;
    private final Changelog changelog;

    Stamp(MigrationSession session, Changelog changelog) {
        this.session = session;
        this.changelog = changelog;
    }

    /** Records everything up to {@code target} and forgets everything after it, in one transaction. */
    void at(Version target) throws SQLException {
        write(session.locked(), target);
    }

    /** The same, where the lock is held already. */
    void write(Applied applied, Version target) throws SQLException {
        session.createHistory();
        String deployment = HistoryTable.deployment();
        List<ChangesetId> missing = applied.missing(changelog.between(Version.BASE, target));
        Connection connection = session.connection();
        connection.setAutoCommit(false);
        for (ChangesetId surplus : applied.presentReversed(changelog.between(target, changelog.head()))) {
            session.execute(HistoryTable.delete(surplus));
        }
        for (Changeset changeset : FormattedSql.read(changelog.between(Version.BASE, target))) {
            if (missing.contains(changeset.id())) {
                session.execute(HistoryTable.insert(changeset, deployment));
            }
        }
        for (UnderWay row : UnderWay.read(connection)) {
            // Whoever stamps says that the database is there, so nothing is half done any more.
            session.execute(UnderWay.forget(row.changeset()));
        }
        session.execute(UnderWay.dropWhenEmpty());
        connection.commit();
        connection.setAutoCommit(true);
    }
}
