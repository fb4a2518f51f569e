package dev.stele.core.config;

import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Misuse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything needed to open a database, and where each setting came from.
 *
 * <p>Immutable; {@code toString} hides the password.
 */
public final class DatabaseConfig {
    private final @Nullable String jdbcUrl;
    private final String user;
    private final String password;
    private final PoolSettings pool;
    private final Timeouts timeouts;
    private final String applicationName;
    private final Environment environment;
    private final RoleCheck roleCheck;
    private final boolean recordsStatements;
    private final Duration slowQuery;
    private final @Nullable FirstSuperuser firstSuperuser;
    private final @Nullable String cursorSecret;
    private final @Nullable Sources origin;
    private final Map<String, String> driver;
    private final Map<String, Setting> settings;

    DatabaseConfig(Draft draft) {
        EncryptionDefaults.fill(draft);
        RoleCheckDefault.fill(draft);
        this.jdbcUrl = draft.jdbcUrl;
        this.user = draft.user;
        this.password = draft.password;
        this.pool = draft.pool;
        this.timeouts = draft.timeouts;
        this.applicationName = draft.applicationName;
        this.environment = draft.environment;
        this.roleCheck = draft.roleCheck;
        this.recordsStatements = draft.recordsStatements;
        this.slowQuery = draft.slowQuery;
        this.firstSuperuser = draft.firstSuperuser;
        this.cursorSecret = draft.cursorSecret;
        this.origin = draft.origin;
        this.driver = new LinkedHashMap<>(draft.driver);
        this.settings = new LinkedHashMap<>(draft.settings);
    }

    /**
     * Reads {@code .env} in the working directory where there is one, the environment and the system properties.
     *
     * @throws ConfigurationException if a setting is missing, malformed, out of range or contradicts another
     */
    public static DatabaseConfig load() {
        return Sources.standard().load();
    }

    /**
     * Reads this file in the place of {@code .env}, the environment and the system properties.
     *
     * @throws ConfigurationException if the file cannot be read, or as in {@link #load()}
     */
    public static DatabaseConfig load(Path dotenv) {
        return Sources.standard().withDotenv(dotenv).load();
    }

    /**
     * Takes an address that holds the credentials, with defaults for the rest; reads no source.
     *
     * @param url any form that {@code DATABASE_URL} may have
     * @throws ConfigurationException if the address is malformed or names no user
     */
    public static DatabaseConfig of(String url) {
        return Sources.none().with(Key.DATABASE_URL.name(), url).loadUnjudged();
    }

    /**
     * Takes the address and credentials as they are, with defaults for the rest; reads no source.
     *
     * @param url any form that {@code DATABASE_URL} may have
     * @throws ConfigurationException if the address is malformed
     */
    public static DatabaseConfig of(String url, String user, String password) {
        return Sources.none()
                .with(Key.DATABASE_URL.name(), url)
                .with(Key.POSTGRES_USER.name(), user)
                .with(Key.POSTGRES_PASSWORD.name(), password)
                .loadUnjudged();
    }

    /** Whether some source names a database; where none does, only {@link #withDatabase} makes one usable. */
    public boolean isConfigured() {
        return jdbcUrl != null;
    }

    /**
     * The address in pgjdbc's form: hosts, ports and the database; never credentials or parameters.
     *
     * @throws Misuse if no database is configured
     */
    public String jdbcUrl() {
        if (jdbcUrl == null) {
            throw new Misuse(
                    "no source names a database", "set DATABASE_URL or POSTGRES_DB, or ask isConfigured() first");
        }
        return jdbcUrl;
    }

    /** The role to log in as; empty where no database is configured. */
    public String user() {
        return user;
    }

    /** The password in clear, or empty; never log it. */
    public String password() {
        return password;
    }

    /** How connections are kept. */
    public PoolSettings pool() {
        return pool;
    }

    /** How long anything may take. */
    public Timeouts timeouts() {
        return timeouts;
    }

    /** The name the server shows for our connections (application_name). */
    public String applicationName() {
        return applicationName;
    }

    /** Where the application runs. */
    public Environment environment() {
        return environment;
    }

    /** What is done at start about a role that could do more than an application's should. */
    public RoleCheck roleCheck() {
        return roleCheck;
    }

    /** Whether statements are counted and timed from the start; {@code Database.statements()} can change it later. */
    public boolean recordsStatements() {
        return recordsStatements;
    }

    /** From which time on a statement is logged as slow; zero for never. */
    public Duration slowQuery() {
        return slowQuery;
    }

    /** The account to create where no superuser exists, if one is named. */
    public Optional<FirstSuperuser> firstSuperuser() {
        return Optional.ofNullable(firstSuperuser);
    }

    /** What cursors are signed with, in clear; never log it. Empty where each process makes a key that ends with it. */
    public Optional<String> cursorSecret() {
        return Optional.ofNullable(cursorSecret);
    }

    /** Every setting in force with the place it came from, secrets masked, in the order of the documentation. */
    public List<Setting> settings() {
        return List.copyOf(settings.values());
    }

    /** One setting by its documented key; empty where it is not set and has no default. */
    public Optional<Setting> setting(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    /**
     * The properties to connect with, in pgjdbc's names, without user and password.
     *
     * <p>May hold the secret {@code sslpassword}; never log the values.
     */
    public Map<String, String> driverProperties() {
        return DriverProperties.of(this, driver);
    }

    /**
     * Copies with another database; pool, time-outs and the rest stay.
     *
     * @throws ConfigurationException if the address is malformed, or the password weak and the environment not local
     */
    public DatabaseConfig withDatabase(String url, String user, String password) {
        DatabaseConfig other = of(url, user, password);
        Draft draft = draft();
        draft.jdbcUrl = other.jdbcUrl;
        draft.user = other.user;
        draft.password = other.password;
        draft.origin = null;
        // A default must not weaken the encryption that was asked for before.
        other.driver.forEach((name, value) -> {
            if (other.isFromCode(name)) {
                draft.driver.put(name, value);
            }
        });
        other.settings().stream()
                .filter(setting -> setting.source() == Source.CODE)
                .forEach(setting -> draft.settings.put(setting.key(), setting));
        // It belonged to the database before.
        draft.settings.remove(Key.POSTGRES_DIRECT_ADDRESS.name());
        draft.settings.remove(Key.POSTGRES_REPLICAS.name());
        return new DatabaseConfig(WeakPasswords.refuseIn(draft));
    }

    /**
     * Copies with the user and the password that their source has now, such as the file of a secret that was rotated.
     *
     * <p>Unchanged where they were given in code, and where the source cannot be read now.
     */
    public DatabaseConfig withCurrentCredentials() {
        return Optional.ofNullable(origin)
                .flatMap(Sources::again)
                .filter(now -> now.isConfigured() && !(now.user.equals(user) && now.password.equals(password)))
                .map(now -> {
                    Draft draft = draft();
                    draft.user = now.user;
                    draft.password = now.password;
                    return new DatabaseConfig(draft);
                })
                .orElse(this);
    }

    /** The same database at its server's own address, past a pooler, where {@code POSTGRES_DIRECT_ADDRESS} is set. */
    public DatabaseConfig direct() {
        Draft draft = draft();
        setting(Key.POSTGRES_DIRECT_ADDRESS.name()).ifPresent(it -> draft.jdbcUrl = Address.at(it.value(), jdbcUrl()));
        return new DatabaseConfig(draft);
    }

    /** The same database at the servers that follow the primary; empty where {@code POSTGRES_REPLICAS} is not set. */
    public Optional<DatabaseConfig> replicas() {
        return setting(Key.POSTGRES_REPLICAS.name()).map(servers -> {
            Draft draft = draft();
            draft.jdbcUrl = Address.at(Address.withPorts(servers.value()), jdbcUrl());
            draft.driver.put("targetServerType", "any");
            draft.driver.put("loadBalanceHosts", "true");
            return new DatabaseConfig(draft);
        });
    }

    /** Copies with other pool settings. */
    public DatabaseConfig withPool(PoolSettings other) {
        Draft draft = draft();
        draft.pool = other;
        draft.setInCode(Key.POSTGRES_POOL_MODE, other.mode().name().toLowerCase(Locale.ROOT));
        draft.setInCode(Key.POSTGRES_POOL_SIZE, Integer.toString(other.maxSize()));
        draft.setInCode(Key.POSTGRES_POOL_TIMEOUT, Durations.print(other.acquireTimeout()));
        draft.setInCode(Key.POSTGRES_POOL_MAX_LIFETIME, Durations.print(other.maxLifetime()));
        draft.setInCode(Key.POSTGRES_POOL_KEEPALIVE, Durations.print(other.keepaliveTime()));
        return new DatabaseConfig(draft);
    }

    /** Copies with other time-outs. */
    public DatabaseConfig withTimeouts(Timeouts other) {
        Draft draft = draft();
        draft.timeouts = other;
        Map<Key, Duration> times = Map.of(
                Key.POSTGRES_CONNECT_TIMEOUT, other.connect(),
                Key.POSTGRES_LOGIN_TIMEOUT, other.login(),
                Key.POSTGRES_SOCKET_TIMEOUT, other.socket(),
                Key.POSTGRES_STATEMENT_TIMEOUT, other.statement(),
                Key.POSTGRES_LOCK_TIMEOUT, other.lock(),
                Key.POSTGRES_IDLE_IN_TRANSACTION_TIMEOUT, other.idleInTransaction(),
                Key.POSTGRES_START_TIMEOUT, other.start());
        times.forEach((key, time) -> draft.setInCode(key, Durations.print(time)));
        return new DatabaseConfig(draft);
    }

    /** Copies with another name for our connections. */
    public DatabaseConfig withApplicationName(String other) {
        Draft draft = draft();
        draft.applicationName = other;
        draft.setInCode(Key.POSTGRES_APPLICATION_NAME, other);
        return new DatabaseConfig(draft);
    }

    /**
     * Copies with another environment.
     *
     * @throws ConfigurationException if it is not local and a password is missing or the placeholder of the template
     */
    public DatabaseConfig withEnvironment(Environment other) {
        Draft draft = draft();
        draft.environment = other;
        draft.setInCode(Key.ENVIRONMENT, other.name().toLowerCase(Locale.ROOT));
        return new DatabaseConfig(WeakPasswords.refuseIn(draft));
    }

    /** Copies with another answer to a role that could do more than an application's should. */
    public DatabaseConfig withRoleCheck(RoleCheck other) {
        Draft draft = draft();
        draft.roleCheck = other;
        draft.setInCode(Key.STELE_ROLE_CHECK, other.name().toLowerCase(Locale.ROOT));
        return new DatabaseConfig(draft);
    }

    /** Copies so that statements are not counted and timed from the start. */
    public DatabaseConfig withoutStatements() {
        Draft draft = draft();
        draft.recordsStatements = false;
        draft.setInCode(Key.STELE_STATEMENTS, "off");
        return new DatabaseConfig(draft);
    }

    /**
     * Copies with another time from which on a statement is logged as slow.
     *
     * @param other zero for never
     * @throws IllegalArgumentException if it is negative
     */
    public DatabaseConfig withSlowQuery(Duration other) {
        if (other.isNegative()) {
            throw new IllegalArgumentException("slowQuery must not be negative but was " + other);
        }
        Draft draft = draft();
        draft.slowQuery = other;
        draft.setInCode(Key.STELE_SLOW_QUERY, Durations.print(other));
        return new DatabaseConfig(draft);
    }

    /**
     * Copies with another account to create where no superuser exists.
     *
     * @throws ConfigurationException if its password is weak and the environment not local
     */
    public DatabaseConfig withFirstSuperuser(FirstSuperuser other) {
        Draft draft = draft();
        draft.firstSuperuser = other;
        draft.setInCode(Key.FIRST_SUPERUSER, other.email());
        draft.setInCode(Key.FIRST_SUPERUSER_PASSWORD, other.password());
        return new DatabaseConfig(WeakPasswords.refuseIn(draft));
    }

    /**
     * Copies with another secret to sign cursors with.
     *
     * @throws IllegalArgumentException if it has less than 32 characters
     */
    public DatabaseConfig withCursorSecret(String other) {
        if (other.length() < Assembly.MIN_CURSOR_SECRET) {
            throw new IllegalArgumentException("cursorSecret must have at least %d characters but has %d"
                    .formatted(Assembly.MIN_CURSOR_SECRET, other.length()));
        }
        Draft draft = draft();
        draft.cursorSecret = other;
        draft.setInCode(Key.STELE_CURSOR_SECRET, other);
        return new DatabaseConfig(draft);
    }

    private boolean isFromCode(String driverProperty) {
        return EncryptionDefaults.keyOf(driverProperty)
                .flatMap(key -> setting(key.name()))
                .map(it -> it.source() == Source.CODE)
                .orElse(true);
    }

    private Draft draft() {
        Draft draft = new Draft();
        draft.jdbcUrl = jdbcUrl;
        draft.user = user;
        draft.password = password;
        draft.pool = pool;
        draft.timeouts = timeouts;
        draft.applicationName = applicationName;
        draft.environment = environment;
        draft.roleCheck = roleCheck;
        draft.recordsStatements = recordsStatements;
        draft.slowQuery = slowQuery;
        draft.firstSuperuser = firstSuperuser;
        draft.cursorSecret = cursorSecret;
        draft.origin = origin;
        draft.driver = new LinkedHashMap<>(driver);
        draft.settings = new LinkedHashMap<>(settings);
        return draft;
    }

    @Override
    public String toString() {
        String database = jdbcUrl == null ? "no database" : jdbcUrl + ", user=" + user + ", password=***";
        return "DatabaseConfig[" + database + "]";
    }
}
