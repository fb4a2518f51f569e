package dev.stele.core;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.HikariPool;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.PoolSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lends one connection a unit of work, in autocommit, and takes it back clean; safe for use by many threads. */
final class Connections implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final long SWEEP_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final DataSource source;
    private final @Nullable ServerSource server;
    private final @Nullable SteadySource feed;
    private final @Nullable HikariDataSource pool;
    private final AtomicLong lastSweep = new AtomicLong(System.nanoTime() - SWEEP_PAUSE);
    private volatile boolean closed;

    private Connections(
            DataSource source,
            @Nullable ServerSource server,
            @Nullable SteadySource feed,
            @Nullable HikariDataSource pool) {
        this.source = source;
        this.server = server;
        this.feed = feed;
        this.pool = pool;
    }

    /** Keeps connections open, or opens one at each call, as the settings say. */
    static Connections to(ServerSource server, DatabaseConfig config) {
        if (config.pool().mode() == PoolSettings.Mode.UNPOOLED) {
            // It may be long until somebody asks for one.
            server.closeKept();
            return new Connections(server, server, null, null);
        }
        SteadySource feed = new SteadySource(server);
        HikariDataSource pool = pool(settings(feed, config));
        server.timelines().atPromotion(pool.getHikariPoolMXBean()::softEvictConnections);
        return new Connections(pool, server, feed, pool);
    }

    private static HikariDataSource pool(HikariConfig settings) {
        try {
            // At once it takes the connection by which the server was waited for.
            settings.setInitializationFailTimeout(0);
            return new HikariDataSource(settings);
        } catch (HikariPool.PoolInitializationException brokenSince) {
            // What may be wrong now shall reach who asks for a connection, as an exception of our own.
            settings.setInitializationFailTimeout(-1);
            return new HikariDataSource(settings);
        }
    }

    /** Takes connections from a source that belongs to somebody else and stays open. */
    static Connections of(DataSource source) {
        return new Connections(source, null, null, null);
    }

    private static HikariConfig settings(SteadySource feed, DatabaseConfig config) {
        PoolSettings wanted = config.pool();
        HikariConfig settings = new HikariConfig();
        settings.setDataSource(feed);
        settings.setPoolName(config.applicationName());
        settings.setMaximumPoolSize(wanted.maxSize());
        // Connections cost the server memory: they are opened when a caller needs them and kept for a while.
        settings.setMinimumIdle(1);
        settings.setConnectionTimeout(wanted.acquireTimeout().toMillis());
        settings.setValidationTimeout(Math.min(1000, wanted.acquireTimeout().toMillis()));
        if (wanted.maxSize() > 1) {
            // Hikari warns when this is close to the lifetime; a lifetime of zero is none.
            settings.setIdleTimeout(wanted.maxLifetime().toMillis() / 2);
        }
        settings.setMaxLifetime(wanted.maxLifetime().toMillis());
        settings.setKeepaliveTime(wanted.keepaliveTime().toMillis());
        return settings;
    }

    /** Lends a connection in autocommit, which leads to the newest primary that was seen before it was lent. */
    Connection borrow() throws SQLException {
        return borrow(Long.MAX_VALUE);
    }

    /** As {@link #borrow()}, for a caller who can wait no longer than {@code millis}. */
    Connection borrow(long millis) throws SQLException {
        long seen = promotions();
        Connection connection = take(millis);
        while (seen != promotions()) {
            seen = promotions();
            connection.close();
            connection = take(millis);
        }
        if (pool == null && !connection.getAutoCommit()) {
            connection.setAutoCommit(true);
        }
        return connection;
    }

    private Connection take(long millis) throws SQLException {
        // Only the pool itself, behind what it tells of itself, takes another limit than its own.
        if (pool != null
                && millis < pool.getConnectionTimeout()
                && pool.getHikariPoolMXBean() instanceof HikariPool limited) {
            return limited.getConnection(millis);
        }
        return pool == null && server != null ? server.getConnection(millis) : source.getConnection();
    }

    /** Takes a connection back: resets what the work changed, or throws the connection away where it cannot. */
    void giveBack(Connection connection, boolean broken) {
        if (broken || hasOtherRights(connection)) {
            throwAway(connection);
            return;
        }
        try (connection) {
            if (pool != null) {
                return; // closing it rolls back and resets
            }
            if (!connection.getAutoCommit()) {
                // Whoever left the transaction open did not say commit.
                connection.rollback();
                connection.setAutoCommit(true);
            }
            if (connection.isReadOnly()) {
                connection.setReadOnly(false);
            }
        } catch (SQLException e) {
            log.debug("a connection could not be handed back and is thrown away", e);
            discard(connection);
        }
    }

    private boolean hasOtherRights(Connection connection) {
        try {
            return server != null && pool != null && !server.rights().equals(rightsOf(connection));
        } catch (SQLException e) {
            log.debug("a connection does not say whose rights it has and is thrown away", e);
            return true;
        }
    }

    private void throwAway(Connection connection) {
        discard(connection);
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            // Hikari resets the state of what it has already let go of: a NullPointerException, or what the driver
            // says.
            log.debug("a connection that was thrown away could not be handed back", e);
        }
    }

    /**
     * Whose rights a session has, as the server reports it without being asked.
     *
     * <p>A role that neither is nor was superuser is not reported; finding that out would cost each call a round trip.
     */
    static String rightsOf(Connection connection) throws SQLException {
        PGConnection session = connection.unwrap(PGConnection.class);
        return session.getParameterStatus("session_authorization") + '/' + session.getParameterStatus("is_superuser");
    }

    private void discard(Connection connection) {
        HikariDataSource kept = pool;
        if (kept == null) {
            return;
        }
        kept.evictConnection(connection);
        long last = lastSweep.get();
        long now = System.nanoTime();
        // When one connection broke, its idle siblings usually died with it, and Hikari trusts them for half a second.
        if (now - last > SWEEP_PAUSE && lastSweep.compareAndSet(last, now)) {
            kept.getHikariPoolMXBean().softEvictConnections();
        }
    }

    /** The connections as callers may have them. */
    DataSource source() {
        return source;
    }

    /** A source that can give a connection while this thread holds one, if there is such a source. */
    DataSource direct() {
        return server == null ? source : server;
    }

    /** Opens a connection beside those that are lent, where that can be; gives up after {@code millis}. */
    Connection fresh(long millis) throws SQLException {
        return server == null ? source.getConnection() : server.getConnection(millis);
    }

    /** Whether a commit waits for a standby, so that its wait may be cut off. */
    boolean confirms() {
        return server != null && server.confirms();
    }

    /** How many promotions were seen; a connection that was lent before the last may lead to an old primary. */
    long promotions() {
        return server == null ? 0 : server.timelines().promotions();
    }

    /** How often a server was refused because another one has been promoted in its place. */
    long fenced() {
        return server == null ? 0 : server.timelines().refused();
    }

    /** What the pool says of itself, or null where there is none. */
    @Nullable
    HikariPoolMXBean pool() {
        return pool == null ? null : pool.getHikariPoolMXBean();
    }

    /** The most connections the pool keeps; 0 where there is none. */
    int maxSize() {
        return pool == null ? 0 : pool.getMaximumPoolSize();
    }

    /**
     * How long a caller waits and how many connections are in use; null where there is no pool.
     *
     * @param millis the caller's own limit
     */
    @Nullable
    Situation situation(long millis) {
        if (pool == null || pool.isClosed()) {
            return null;
        }
        HikariPoolMXBean state = pool.getHikariPoolMXBean();
        return new Situation(
                Math.min(millis, pool.getConnectionTimeout()),
                state.getActiveConnections(),
                pool.getMaximumPoolSize(),
                state.getThreadsAwaitingConnection(),
                feed == null ? null : feed.failure());
    }

    /**
     * How a pool stands when it gave no connection within its limit.
     *
     * @param failure why it can open none; null where the last one was opened, or the first is still tried
     */
    record Situation(
            long limitMillis,
            int inUse,
            int size,
            int waiting,
            @Nullable SQLException failure) {}

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        if (feed != null) {
            feed.close();
        }
        if (pool != null) {
            pool.close();
        }
        if (server != null) {
            server.closeKept();
        }
    }
}
