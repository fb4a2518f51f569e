package dev.stele.core;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the pool: tries until the server gives a connection, or the pool is closed.
 *
 * <p>Left alone, the pool pauses up to five seconds between two tries, in which its callers give up though the server is
 * back. Safe for use by many threads.
 */
final class SteadySource extends ForwardingSource {
    private static final long FIRST_PAUSE = 20;
    private static final long LONGEST_PAUSE = 500;
    /** A server that refuses a login may count, and lock the role. */
    private static final long PAUSE_AFTER_REFUSAL = 2000;

    private final ServerSource server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable SQLException failure;

    SteadySource(ServerSource server) {
        this.server = server;
    }

    /** Why there is no connection at the moment; null after one was opened. */
    @Nullable
    SQLException failure() {
        return failure;
    }

    /** Lets whoever tries give up. */
    void close() {
        closed.countDown();
    }

    @Override
    DataSource target() {
        return server;
    }

    @Override
    public Connection getConnection() throws SQLException {
        long pause = FIRST_PAUSE;
        while (true) {
            try {
                Connection connection = server.getConnection();
                failure = null;
                return connection;
            } catch (SQLException e) {
                failure = e;
                boolean refused = SqlStates.refusesLogin(e.getSQLState());
                if (isClosedWithin(refused ? PAUSE_AFTER_REFUSAL : pause)) {
                    throw e;
                }
            }
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        }
    }

    /** Pauses with jitter, so that many processes do not knock in step. */
    private boolean isClosedWithin(long millis) throws SQLException {
        try {
            return closed.await(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for the server", e);
        }
    }
}
