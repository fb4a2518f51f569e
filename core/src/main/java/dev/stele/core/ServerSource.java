package dev.stele.core;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.PoolSettings;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Opens one new connection to the configured server at each call, and looks at who has answered; safe for use by many
 * threads.
 *
 * <p>The look costs one flight. Where each unit of work opens a connection of its own, only the first is looked at,
 * unless there are several servers to be told apart.
 */
final class ServerSource implements DataSource {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger(Database.class);
    static final String PREFIX = "jdbc:postgresql://";

    private final DatabaseConfig config;
    private final Login login;
    private final Timelines timelines;
    private final boolean looksAtEach;
    private final AtomicReference<@Nullable Connection> kept = new AtomicReference<>();
    private volatile boolean looked;

    ServerSource(DatabaseConfig config) {
        this(config, new Timelines());
    }

    /** Reaches servers of a cluster of which others are reached elsewhere. */
    ServerSource(DatabaseConfig config, Timelines timelines) {
        this.config = config;
        this.login = new Login(config);
        this.timelines = timelines;
        this.looksAtEach =
                config.pool().mode() == PoolSettings.Mode.POOLED || address().contains(",");
    }

    /** The hosts and ports as the address names them, for messages. */
    String address() {
        String url = config.jdbcUrl();
        if (!url.startsWith(PREFIX)) {
            return "localhost:5432";
        }
        String rest = url.substring(PREFIX.length());
        int end = rest.indexOf('/');
        String hosts = end < 0 ? rest : rest.substring(0, end);
        int question = hosts.indexOf('?');
        return question < 0 ? hosts : hosts.substring(0, question);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = kept.getAndSet(null);
        return connection == null ? lookedAt(login.to(config.jdbcUrl())) : connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return lookedAt(login.to(config.jdbcUrl(), user, password));
    }

    private Connection lookedAt(Connection connection) throws SQLException {
        if (looked && !looksAtEach) {
            return connection;
        }
        try {
            ServerFacts server = ServerFacts.of(connection);
            login.adaptTo(connection, server.backend(), address());
            timelines.admit(server, address());
            looked = true;
            return connection;
        } catch (SQLException | RuntimeException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    /** Keeps an open connection for the next who asks for one. */
    void keep(Connection connection) {
        closeQuietly(kept.getAndSet(connection));
    }

    /** Closes the connection that was kept, if nobody has asked for it. */
    void closeKept() {
        closeQuietly(kept.getAndSet(null));
    }

    /** The timelines of the servers met. */
    Timelines timelines() {
        return timelines;
    }

    private static void closeQuietly(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            log.debug("a connection could not be closed", e);
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // The driver logs through java.util.logging.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The pool would set the time a caller waits for a connection; ours is the time one login may take.
    }

    @Override
    public int getLoginTimeout() {
        return Integer.parseInt(config.driverProperties().getOrDefault("loginTimeout", "0"));
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return login.driver().getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
