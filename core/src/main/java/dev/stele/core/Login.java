package dev.stele.core;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.Timeouts;
import dev.stele.core.error.ConfigurationException;
import dev.stele.core.socket.LimitedSockets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in as the settings say, and as a pooler before the server needs it; safe for use by many threads.
 *
 * <p>It calls the driver itself: a pool that connects through {@code DriverManager} changes the login time-out of the
 * whole process.
 */
final class Login {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final Class<?> SOCKETS = LimitedSockets.class;
    private static final String THRESHOLD = "prepareThreshold";
    private static final String OPTIONS = "options";

    private final Driver driver;
    private final DatabaseConfig config;
    private volatile Properties properties;
    private volatile boolean pooler;

    Login(DatabaseConfig config) {
        this.config = config;
        this.properties = properties(config);
        try {
            this.driver = DriverManager.getDriver(config.jdbcUrl());
        } catch (SQLException e) {
            throw new ConfigurationException(
                    "the database cannot be opened",
                    List.of("no JDBC driver takes the address; it must begin with " + ServerSource.PREFIX),
                    e.getSQLState(),
                    e);
        }
    }

    private static Properties properties(DatabaseConfig config) {
        Properties properties = new Properties();
        if (isVisibleToTheDriver(SOCKETS)) {
            properties.setProperty("socketFactory", SOCKETS.getName());
        }
        // The detail of an error holds the values of the row: it must not reach a log by way of a stack trace.
        properties.setProperty("logServerErrorDetail", "false");
        // In binary a number beyond what numeric holds would arrive as another one; of its text the server refuses it.
        properties.setProperty("binaryTransferDisable", "NUMERIC");
        properties.putAll(config.driverProperties());
        properties.setProperty("user", config.user());
        properties.setProperty("password", config.password());
        return properties;
    }

    /** A container may have loaded the driver where our classes are not seen; then a write has no limit. */
    private static boolean isVisibleToTheDriver(Class<?> type) {
        try {
            return Class.forName(type.getName(), false, PGConnection.class.getClassLoader()) == type;
        } catch (ClassNotFoundException hidden) {
            return false;
        }
    }

    Driver driver() {
        return driver;
    }

    private Connection to(String url, UnaryOperator<Properties> adapted) throws SQLException {
        Properties with = properties;
        try {
            return connect(url, adapted.apply(with));
        } catch (SQLException e) {
            if (SqlStates.refusesLogin(e.getSQLState())) {
                return withSecretOfNow(url, adapted, e);
            }
            if (!refusesOptions(e) || !with.containsKey(OPTIONS)) {
                throw e;
            }
            return withoutLimits(url, adapted, e);
        }
    }

    /** A password may have been rotated since it was read. */
    private Connection withSecretOfNow(String url, UnaryOperator<Properties> adapted, SQLException why)
            throws SQLException {
        Properties with = copy(properties);
        DatabaseConfig now = config.withCurrentCredentials();
        with.setProperty("user", now.user());
        with.setProperty("password", now.password());
        if (with.equals(properties)) {
            throw why;
        }
        try {
            Connection connection = connect(url, adapted.apply(with));
            properties = with;
            log.info("logged in with the credentials that the settings have now");
            return connection;
        } catch (SQLException e) {
            e.addSuppressed(why);
            throw e;
        }
    }

    /**
     * Opens a session with one server, which gets its own limits only by {@link #trust}.
     *
     * @param limit how long this one may take
     */
    Connection to(String url, Duration limit) throws SQLException {
        String seconds = Long.toString(Math.max(1, limit.plusMillis(999).toSeconds()));
        return to(url, with -> {
            Properties hasty = copy(with);
            List.of("connectTimeout", "loginTimeout", "socketTimeout").forEach(key -> hasty.setProperty(key, seconds));
            // Who it is gets asked together with all else.
            hasty.setProperty("targetServerType", "any");
            return hasty;
        });
    }

    /** Lets a server that has been looked at be silent as long as the settings say. */
    void trust(Connection connection) throws SQLException {
        int seconds = Integer.parseInt(properties.getProperty("socketTimeout", "0"));
        connection.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, seconds * 1000L));
    }

    /** Opens a session as somebody else. */
    Connection to(String url, String user, String password) throws SQLException {
        Properties other = copy(properties);
        other.setProperty("user", user);
        other.setProperty("password", password);
        return connect(url, other);
    }

    private Connection connect(String url, Properties with) throws SQLException {
        Connection connection = driver.connect(url, with);
        if (connection == null) {
            throw new PSQLException("the address is not one of PostgreSQL", PSQLState.INVALID_PARAMETER_VALUE);
        }
        return connection;
    }

    /** PgBouncer says so, in English always, where it is not told to ignore the parameter. */
    private static boolean refusesOptions(SQLException e) {
        return PSQLState.PROTOCOL_VIOLATION.getState().equals(e.getSQLState())
                && String.valueOf(e.getMessage()).contains("startup parameter");
    }

    /** The limits are left out; options that somebody wrote into the address may mean more, and stay. */
    private Connection withoutLimits(String url, UnaryOperator<Properties> adapted, SQLException why)
            throws SQLException {
        Timeouts kept = config.timeouts();
        Properties bare = copy(properties);
        String options = config.withTimeouts(new Timeouts(
                        kept.connect(),
                        kept.login(),
                        kept.socket(),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        kept.start()))
                .driverProperties()
                .get(OPTIONS);
        if (options == null) {
            bare.remove(OPTIONS);
        } else {
            bare.setProperty(OPTIONS, options);
        }
        try {
            Connection connection = connect(url, adapted.apply(bare));
            properties = bare;
            return connection;
        } catch (SQLException e) {
            e.addSuppressed(why);
            throw e;
        }
    }

    /**
     * Adapts a session, and those after it, to a pooler where one has answered.
     *
     * <p>Behind a transaction pooler the server process changes between statements: named statements go astray and
     * answer with the rows of somebody else's. A threshold that the address gives is kept, since PgBouncer can be told
     * to follow named statements.
     *
     * @param backend the server process that has just answered
     */
    void adaptTo(Connection connection, int backend, String address) throws SQLException {
        PGConnection session = connection.unwrap(PGConnection.class);
        if (session.getBackendPID() == backend) {
            return;
        }
        boolean first = !pooler;
        pooler = true;
        if (!config.driverProperties().containsKey(THRESHOLD)) {
            session.setPrepareThreshold(0);
            Properties unprepared = copy(properties);
            unprepared.setProperty(THRESHOLD, "0");
            properties = unprepared;
        }
        if (first) {
            log.warn(
                    "a pooler such as PgBouncer answers at {}: statements are not prepared on the server{};"
                            + " set POSTGRES_DIRECT_ADDRESS to the server's own for migrations",
                    address,
                    missingLimits(connection));
        }
    }

    /** The limits that the pooler has dropped, with what to do about it; empty where all are in force. */
    private static String missingLimits(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select string_agg(name, ', ' order by name) from pg_settings"
                        + " where setting = '0' and name in"
                        + " ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')")) {
            row.next();
            String names = row.getString(1);
            return names == null
                    ? ""
                    : ", and there is no " + names + ": give them to the role,"
                            + " such as alter role app set statement_timeout = '30s'";
        }
    }

    private static Properties copy(Properties properties) {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }
}
