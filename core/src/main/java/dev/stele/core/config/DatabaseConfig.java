package dev.stele.core.config;

/**
 * Everything needed to open a database.
 *
 * <p>Immutable; {@code toString} hides the password.
 */
public final class DatabaseConfig {
    private final String jdbcUrl;
    private final String user;
    private final String password;
    private final PoolSettings pool;
    private final Timeouts timeouts;
    private final String applicationName;

    private DatabaseConfig(
            String jdbcUrl,
            String user,
            String password,
            PoolSettings pool,
            Timeouts timeouts,
            String applicationName) {
        this.jdbcUrl = jdbcUrl;
        this.user = user;
        this.password = password;
        this.pool = pool;
        this.timeouts = timeouts;
        this.applicationName = applicationName;
    }

    /** Takes the address and credentials as they are, with defaults for the rest. */
    public static DatabaseConfig of(String jdbcUrl, String user, String password) {
        return new DatabaseConfig(jdbcUrl, user, password, PoolSettings.DEFAULT, Timeouts.DEFAULT, "stele");
    }

    /** The address in pgjdbc's form, without credentials. */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    /** The role to log in as. */
    public String user() {
        return user;
    }

    /** The password in clear; never log it. */
    public String password() {
        return password;
    }

    /** How connections are kept. */
    public PoolSettings pool() {
        return pool;
    }

    /** Copies with other pool settings. */
    public DatabaseConfig withPool(PoolSettings other) {
        return new DatabaseConfig(jdbcUrl, user, password, other, timeouts, applicationName);
    }

    /** How long anything may take. */
    public Timeouts timeouts() {
        return timeouts;
    }

    /** Copies with other time-outs. */
    public DatabaseConfig withTimeouts(Timeouts other) {
        return new DatabaseConfig(jdbcUrl, user, password, pool, other, applicationName);
    }

    /** The name the server shows for our connections (application_name). */
    public String applicationName() {
        return applicationName;
    }

    @Override
    public String toString() {
        return "DatabaseConfig[" + jdbcUrl + ", user=" + user + ", password=***]";
    }
}
