package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Runs changesets one after the other, each with its history row in one transaction. */
final class ChangesetRun {
    private final MigrationSession session;
    private final MigrationSettings settings;
    private final Direction direction;
    private final String deployment = HistoryTable.deployment();

    ChangesetRun(MigrationSession session, MigrationSettings settings, Direction direction) {
        this.session = session;
        this.settings = settings;
        this.direction = direction;
    }

    /** Which way. */
    enum Direction {
        UP,
        DOWN;

        List<String> statements(Changeset changeset) {
            return this == UP ? changeset.statements() : changeset.rollback();
        }

        String record(Changeset changeset, String deployment) {
            return this == UP ? HistoryTable.insert(changeset, deployment) : HistoryTable.delete(changeset.id());
        }
    }

    /**
     * Runs {@code changesets} in the order given.
     *
     * @throws MigrationException naming the file, changeset and statement that failed, and what is kept
     */
    void run(List<Changeset> changesets) throws SQLException {
        long start = System.nanoTime();
        session.createHistory();
        for (int i = 0; i < changesets.size(); i++) {
            Changeset changeset = changesets.get(i);
            settings.listener().starting(progress(changeset, i, changesets.size(), start));
            if (changeset.transactional()) {
                inTransaction(changeset, i);
            } else {
                outsideTransaction(changeset, i);
            }
            settings.listener().finished(progress(changeset, i, changesets.size(), start));
        }
    }

    private void inTransaction(Changeset changeset, int done) throws SQLException {
        Connection connection = session.connection();
        connection.setAutoCommit(false);
        int position = 0;
        try {
            // Inside the transaction: a pooler may swap the session between transactions, but not within one.
            session.verifyLock();
            for (String statement : direction.statements(changeset)) {
                position++;
                session.execute(statement);
            }
            position++;
            session.execute(direction.record(changeset, deployment));
            connection.commit();
        } catch (SQLException e) {
            MigrationException failure = failure(changeset, position, done, e);
            try {
                connection.rollback();
            } catch (SQLException second) {
                // A failed rollback must not hide why we rolled back.
                failure.addSuppressed(second);
            }
            throw failure;
        }
        connection.setAutoCommit(true);
    }

    private void outsideTransaction(Changeset changeset, int done) throws SQLException {
        session.verifyLock();
        session.lockTimeout(Duration.ZERO);
        int position = 0;
        try {
            for (String statement : direction.statements(changeset)) {
                position++;
                session.execute(statement);
            }
            position++;
            session.execute(direction.record(changeset, deployment));
        } catch (SQLException e) {
            throw failure(changeset, position, done, e);
        }
        session.lockTimeout(settings.lockTimeout());
    }

    private MigrationException failure(Changeset changeset, int position, int done, SQLException e) {
        ServerMessage said = ServerMessage.of(e);
        int total = direction.statements(changeset).size();
        String where = position > total ? "when it was recorded" : "at statement " + position + " of " + total;
        String action = direction == Direction.UP ? "" : "the rollback of ";
        String hint = said.hint() == null ? "" : "the server advises: " + said.hint() + "; ";
        return new MigrationException(
                action + changeset.id() + " failed " + where + ": " + said.described(),
                hint + kept(changeset, position, done),
                said.sqlState(),
                e);
    }

    private String kept(Changeset changeset, int position, int done) {
        String before = done == 0 ? "" : ", and the " + done + " changeset(s) before it are kept";
        if (changeset.transactional() || position <= 1) {
            return "nothing of this changeset is kept" + before + "; mend it and run again";
        }
        return "it runs outside a transaction, so its first " + (position - 1) + " statement(s) are kept" + before
                + "; take them back by hand before running again";
    }

    private static MigrationListener.Progress progress(Changeset changeset, int index, int total, long start) {
        return new MigrationListener.Progress(
                index + 1, total, changeset.id(), changeset.version(), Duration.ofNanos(System.nanoTime() - start));
    }
}
