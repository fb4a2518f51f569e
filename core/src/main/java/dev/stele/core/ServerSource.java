package dev.stele.core;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.PoolSettings;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.List;
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
    private final ServerSearch search;
    private final boolean looksAtEach;
    private final AtomicReference<@Nullable Connection> kept = new AtomicReference<>();
    private volatile boolean looked;
    private volatile boolean confirms;
    private volatile String rights = "";

    ServerSource(DatabaseConfig config) {
        this(config, new Timelines());
    }

    /** Reaches servers of a cluster of which others are reached elsewhere. */
    ServerSource(DatabaseConfig config, Timelines timelines) {
        this.config = config;
        this.login = new Login(config);
        this.timelines = timelines;
        List<String> servers = List.of(address().split(","));
        this.search = new ServerSearch(servers, config);
        this.looksAtEach = config.pool().mode() == PoolSettings.Mode.POOLED
                || servers.size() > 1
                || TargetServer.of(config) != TargetServer.ANY;
    }

    /** The hosts and ports as the address names them, for messages. */
    String address() {
        return config.jdbcUrl().substring(PREFIX.length(), databaseAt());
    }

    private int databaseAt() {
        return config.jdbcUrl().indexOf('/', PREFIX.length());
    }

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(Long.MAX_VALUE);
    }

    /** Opens one for a caller who can wait no longer than {@code millis}. */
    Connection getConnection(long millis) throws SQLException {
        Connection connection = kept.getAndSet(null);
        return connection == null ? search.find(this::visit, millis) : connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return login.to(config.jdbcUrl(), user, password);
    }

    private ServerSearch.Visited visit(String server, Duration limit) throws SQLException {
        Connection connection = login.to(PREFIX + server + config.jdbcUrl().substring(databaseAt()), limit);
        try {
            ServerFacts facts = looksAtEach || !looked ? look(connection, server) : null;
            login.trust(connection);
            return new ServerSearch.Visited(connection, facts);
        } catch (SQLException | RuntimeException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    private ServerFacts look(Connection connection, String server) throws SQLException {
        ServerFacts facts = ServerFacts.of(connection);
        login.adaptTo(connection, facts.backend(), server);
        timelines.admit(facts, server);
        confirms = facts.confirms();
        rights = Connections.rightsOf(connection);
        looked = true;
        return facts;
    }

    /** Keeps an open connection for the next who asks for one. */
    void keep(Connection connection) {
        closeQuietly(kept.getAndSet(connection));
    }

    /** Closes the connection that was kept, if nobody has asked for it. */
    void closeKept() {
        closeQuietly(kept.getAndSet(null));
    }

    /** Whether a commit waits for a standby, as the server said when it was looked at last. */
    boolean confirms() {
        return confirms;
    }

    /** Whose rights a session of ours has before anybody changes them, as the last one that was looked at told. */
    String rights() {
        return rights;
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
