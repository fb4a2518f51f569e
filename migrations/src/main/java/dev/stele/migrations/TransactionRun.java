package dev.stele.migrations;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BiConsumer;

/** Runs one piece of work in one transaction under the lock, and again where it met the lock of somebody else. */
final class TransactionRun {
    private final MigrationSession session;
    private final MigrationSettings settings;
    private final BiConsumer<String, Duration> told;

    /** Tells {@code told} why there is another attempt, and the pause before it. */
    TransactionRun(MigrationSession session, MigrationSettings settings, BiConsumer<String, Duration> told) {
        this.session = session;
        this.settings = settings;
        this.told = told;
    }

    /** What is done in the transaction. */
    interface Work {
        void run() throws SQLException;
    }

    /** How an error of the server becomes one for a user; the advice is what is known about locks. */
    interface Failure {
        RuntimeException told(SQLException e, String advice);
    }

    void run(Work work, Failure failure) throws SQLException {
        LockRetry retry = new LockRetry(session.connection(), settings);
        boolean done = false;
        while (!done) {
            done = attempt(work, failure, retry);
        }
    }

    private boolean attempt(Work work, Failure failure, LockRetry retry) throws SQLException {
        Connection connection = session.connection();
        connection.setAutoCommit(false);
        try {
            // Inside the transaction: a pooler may swap the session between transactions, but not within one.
            session.verifyLock();
            work.run();
            connection.commit();
        } catch (SQLException e) {
            rollback(connection, e);
            if (!retry.mayHelp(e)) {
                throw failure.told(e, retry.advice(e));
            }
            Duration pause = retry.next();
            told.accept(ServerMessage.of(e).described() + retry.oldest(), pause);
            LockRetry.pause(pause);
            return false;
        }
        connection.setAutoCommit(true);
        return true;
    }

    private static void rollback(Connection connection, SQLException e) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException second) {
            // A failed rollback must not hide why we rolled back.
            e.addSuppressed(second);
        }
    }
}
