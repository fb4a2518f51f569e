package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The lock that lets one process migrate a database at a time.
 *
 * <p>A session advisory lock, held by the very session that runs the changesets: the server releases it together with
 * whatever that session was doing, so it can neither stick nor outlive its work, nor can its work outlive it. It is
 * polled, because a session blocked in {@code pg_advisory_lock} deadlocks with CREATE INDEX CONCURRENTLY.
 */
final class MigrationLock {
    /** The bytes of "stelemig". */
    static final long KEY = 0x7374656c656d6967L;

    private static final String HOLDER = """
            select a.pid, a.application_name
            from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
              and l.classid::bigint = %d and l.objid::bigint = %d
              and l.database = (select oid from pg_database where datname = current_database())""".formatted(KEY >>> 32, KEY & 0xffffffffL);

    private static final Duration TELL_EVERY = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final Connection connection;

    private MigrationLock(Connection connection) {
        this.connection = connection;
    }

    /** Waits for the lock, up to the limit of {@code settings}. */
    static MigrationLock take(Connection connection, MigrationSettings settings) throws SQLException {
        long start = System.nanoTime();
        Duration told = Duration.ZERO;
        Duration pause = FIRST_PAUSE;
        while (!ask(connection, "select pg_try_advisory_lock(" + KEY + ")")) {
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            Duration left = settings.lockWait().minus(waited);
            if (left.isNegative() || left.isZero()) {
                throw timedOut(settings.lockWait(), holder(connection));
            }
            if (told.isZero() || waited.minus(told).compareTo(TELL_EVERY) >= 0) {
                settings.listener().waiting(holder(connection), waited);
                told = waited;
            }
            pause(pause.compareTo(left) < 0 ? pause : left);
            // Many that wait must not keep the server from the work they wait for.
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(3).dividedBy(2) : LONGEST_PAUSE;
        }
        return new MigrationLock(connection);
    }

    /** Makes sure that this session still is the holder, which it is not behind a pooler that swaps sessions. */
    void verify() throws SQLException {
        if (!ask(connection, "select exists (" + HOLDER + " and l.pid = pg_backend_pid())")) {
            throw new MigrationException(
                    "lost the migration lock: this connection is no longer the session that took it",
                    "migrate through a direct address of the server, not through a pooler in transaction mode",
                    null,
                    null);
        }
    }

    void release() throws SQLException {
        ask(connection, "select pg_advisory_unlock(" + KEY + ")");
    }

    private static MigrationException timedOut(Duration limit, String holder) {
        return new MigrationException(
                "another process holds the migration lock: " + holder + "; waited " + limit.toMillis() + " ms",
                "wait until it is done and start again, or raise lockWait; the lock goes away with that session",
                null,
                null);
    }

    private static String holder(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HOLDER)) {
            return row.next()
                    ? "process " + row.getInt(1) + " of the server, application \"" + row.getString(2) + "\""
                    : "a session that just ended";
        }
    }

    private static boolean ask(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Pauses at least half of it, by chance, so that those who wait do not ask all at once. */
    private static void pause(Duration pause) {
        try {
            long millis = Math.max(1, pause.toMillis());
            Thread.sleep(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MigrationException("interrupted while waiting for the migration lock", null, null, e);
        }
    }
}
