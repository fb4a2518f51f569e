package dev.stele.core;

import dev.stele.core.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers that follow the primary; gives no connection where they cannot serve, and then the primary must.
 *
 * <p>Safe for use by many threads. Nothing is connected before the first read.
 */
final class Replicas implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final long REST = TimeUnit.SECONDS.toNanos(5);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final long LONGEST_PAUSE = 20;

    /** A server that has been promoted has everything; what it received tells a standby's timeline sooner. */
    private static final String REACHED = """
            select case when pg_is_in_recovery()
                then greatest((select timeline_id from pg_control_checkpoint()), \
            (select received_tli from pg_stat_wal_receiver))::bigint
                else ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint end,
                pg_wal_lsn_diff(case when pg_is_in_recovery()
                    then pg_last_wal_replay_lsn() else pg_current_wal_insert_lsn() end, '0/0')""";

    private final DatabaseConfig config;
    private final Timelines timelines;
    private final AtomicLong restUntil = new AtomicLong(System.nanoTime());
    private @Nullable Connections connections;
    private boolean closed;

    Replicas(DatabaseConfig config, Timelines timelines) {
        Duration patience = config.pool().acquireTimeout();
        // The primary can serve instead, so nobody waits long for a replica.
        this.config = config.withPool(
                config.pool().withAcquireTimeout(patience.compareTo(LONGEST_WAIT) < 0 ? patience : LONGEST_WAIT));
        this.timelines = timelines;
    }

    /** A connection, and where it is to be given back. */
    record Lent(Connection connection, Connections from) {}

    /** Lends a connection to a replica that has come as far as is asked for; null where there is none within the limit. */
    @Nullable
    Lent borrow(Freshness asked) {
        long rest = restUntil.get();
        if (System.nanoTime() - rest < 0) {
            return null;
        }
        Connections open = null;
        Connection connection = null;
        try {
            open = connections();
            connection = open.borrow();
            if (asked.position() == null || hasReached(connection, asked.position(), asked.limit())) {
                return new Lent(connection, open);
            }
            open.giveBack(connection, false);
        } catch (SQLException e) {
            failed(e);
            if (open != null && connection != null) {
                open.giveBack(connection, true);
            }
        }
        return null;
    }

    /** To be called when a replica broke: the primary serves for a while. */
    void failed(SQLException e) {
        restUntil.set(System.nanoTime() + REST);
        log.warn("a replica does not serve; the primary does, for 5 s: {}", ServerWait.reason(e));
    }

    private synchronized Connections connections() throws SQLException {
        Connections open = connections;
        if (closed) {
            throw new SQLException("the database is closed", "08003");
        }
        if (open == null) {
            ServerSource server = new ServerSource(config, timelines);
            Connection first = server.getConnection();
            server.keep(first);
            open = Connections.to(server, config);
            connections = open;
        }
        return open;
    }

    private static boolean hasReached(Connection connection, Position position, Duration limit) throws SQLException {
        long end = System.nanoTime() + limit.toNanos();
        for (long pause = 1; ; pause = Math.min(LONGEST_PAUSE, pause * 2)) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(REACHED)) {
                row.next();
                // Bytes after the same number on an older timeline are others.
                if (row.getLong(1) >= position.timeline() && row.getLong(2) >= position.lsn()) {
                    return true;
                }
            }
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (connections != null) {
            connections.close();
        }
    }

    /**
     * How fresh a read on a replica must be.
     *
     * @param position what it must have seen; null where it may lag
     * @param limit how long it is waited for
     */
    record Freshness(@Nullable Position position, Duration limit) {}
}
