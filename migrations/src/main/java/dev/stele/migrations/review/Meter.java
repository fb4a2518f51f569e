package dev.stele.migrations.review;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Runs statements in a scratch database and reads what each one locked, rewrote and read.
 *
 * <p>Each statement is a transaction of its own, so that its locks can be told from those before. What cannot run in a
 * transaction is watched from other sessions, see {@link WatchedStatement}.
 */
final class Meter implements AutoCloseable {
    private final DataSource scratch;
    private final Connection connection;

    Meter(DataSource scratch) throws SQLException {
        this.scratch = scratch;
        this.connection = scratch.getConnection();
    }

    /**
     * Runs a statement and commits it.
     *
     * @param predicted the relations it is expected to lock
     * @throws SQLException if the server refuses it; nothing of it is kept
     */
    Effects measure(Statement statement, String sql, Set<String> predicted) throws SQLException {
        if (!TransactionChecks.Alone.why(statement).isEmpty()) {
            return new WatchedStatement(scratch, statement, sql).run(predicted);
        }
        connection.setAutoCommit(false);
        try {
            Effects effects = new Effects();
            Relations before = Relations.read(connection);
            execute(sql);
            Map<Long, LockMode> locks = new HashMap<>();
            before.readLocks(connection, pid(), locks);
            before.addLocks(locks, effects);
            before.addChanges(Relations.read(connection), effects);
            connection.commit();
            return effects;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Runs what only changes the session. */
    void execute(String sql) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    private int pid() throws SQLException {
        return pid(connection);
    }

    static int pid(Connection connection) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
