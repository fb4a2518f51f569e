package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices a pooler that lends a connection another session of the server for each transaction.
 *
 * <p>A pooler tells its clients a process number of its own making, so where that is the server's there is none between.
 * Whether it swaps sessions shows when a second connection meets the session of the first while that is idle.
 */
final class PoolerCheck {
    private static final Logger LOG = LoggerFactory.getLogger(PoolerCheck.class);
    private static final int ROUNDS = 5;

    private final Connection first;
    private final ConnectionSource source;

    PoolerCheck(Connection first, ConnectionSource source) {
        this.first = first;
        this.source = source;
    }

    /**
     * Refuses to migrate where the lock would be left to a stranger.
     *
     * @throws MigrationException naming the sessions that were met, and what to do
     */
    void requireOneSession() throws SQLException {
        int session = session(first);
        if (!first.isWrapperFor(PGConnection.class)
                || first.unwrap(PGConnection.class).getBackendPID() == session) {
            return;
        }
        boolean more = true;
        for (int i = 0; i < ROUNDS && more; i++) {
            int again = session(first);
            if (again != session) {
                throw refused("one connection met two sessions of the server, " + session + " and " + again);
            }
            OptionalInt other = another();
            if (other.isPresent() && other.getAsInt() == session) {
                throw refused("two connections met one session of the server, " + session);
            }
            more = other.isPresent();
        }
    }

    /** The session that a second connection meets, where there is a second one to have. */
    private OptionalInt another() {
        try (Connection second = source.open()) {
            // Some sources lend the one connection they have to everybody.
            boolean same = second.unwrap(PGConnection.class) == first.unwrap(PGConnection.class);
            return same ? OptionalInt.empty() : OptionalInt.of(session(second));
        } catch (SQLException e) {
            // The lock is still verified in each transaction.
            LOG.debug("no second connection to look for a pooler with", e);
            return OptionalInt.empty();
        }
    }

    private static int session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static MigrationException refused(String met) {
        return new MigrationException(
                "cannot migrate through a pooler in transaction mode: " + met,
                "give the server's own address, in POSTGRES_DIRECT_ADDRESS or to Migrations.of(…),"
                        + " or migrate in session mode; nothing was changed",
                null,
                null);
    }
}
