package dev.stele.core;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.ConfigurationException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Opens one new connection to the configured server at each call; safe for use by many threads.
 *
 * <p>It calls the driver itself: a pool that connects through {@code DriverManager} changes the login time-out of the
 * whole process.
 */
final class ServerSource implements DataSource {
    private static final String PREFIX = "jdbc:postgresql://";

    private final Driver driver;
    private final String url;
    private final Properties properties;
    private final AtomicReference<@Nullable Connection> kept = new AtomicReference<>();

    ServerSource(DatabaseConfig config) {
        this.url = config.jdbcUrl();
        try {
            this.driver = DriverManager.getDriver(url);
        } catch (SQLException e) {
            throw new ConfigurationException(
                    "the database cannot be opened",
                    List.of("no JDBC driver takes the address; it must begin with " + PREFIX),
                    e.getSQLState(),
                    e);
        }
        this.properties = properties(config);
    }

    private static Properties properties(DatabaseConfig config) {
        Properties properties = new Properties();
        // The detail of an error holds the values of the row: it must not reach a log by way of a stack trace.
        properties.setProperty("logServerErrorDetail", "false");
        properties.putAll(config.driverProperties());
        properties.setProperty("user", config.user());
        properties.setProperty("password", config.password());
        return properties;
    }

    /** Tells the driver not to keep prepared statements on the server, as behind a transaction pooler. */
    void forgetPreparedStatements() {
        properties.setProperty("prepareThreshold", "0");
    }

    /** The hosts and ports as the address names them, for messages. */
    String address() {
        if (!url.startsWith(PREFIX)) {
            return "localhost:5432";
        }
        String rest = url.substring(PREFIX.length());
        int end = rest.indexOf('/');
        String hosts = end < 0 ? rest : rest.substring(0, end);
        int question = hosts.indexOf('?');
        return question < 0 ? hosts : hosts.substring(0, question);
    }

    /** Keeps an open connection for the next who asks for one. */
    void keep(Connection connection) {
        kept.set(connection);
    }

    /** Closes the connection that was kept, if nobody has asked for it. */
    void closeKept() {
        Connection connection = kept.getAndSet(null);
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // it is gone, which is what was wanted
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = kept.getAndSet(null);
        return connection != null ? connection : connect(properties);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        Properties other = new Properties();
        other.putAll(properties);
        other.setProperty("user", user);
        other.setProperty("password", password);
        return connect(other);
    }

    private Connection connect(Properties with) throws SQLException {
        Connection connection = driver.connect(url, with);
        if (connection == null) {
            throw new PSQLException("the address is not one of PostgreSQL", PSQLState.INVALID_PARAMETER_VALUE);
        }
        return connection;
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
        return Integer.parseInt(properties.getProperty("loginTimeout", "0"));
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return driver.getParentLogger();
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
