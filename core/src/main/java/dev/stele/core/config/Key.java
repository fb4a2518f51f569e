package dev.stele.core.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every setting: its default, the libpq variable it falls back to, and how its value may be treated. */
enum Key {
    DATABASE_URL(null, null, Trait.SECRET, Trait.FILE),
    POSTGRES_SERVER("localhost", "PGHOST", Trait.FILE),
    POSTGRES_PORT("5432", "PGPORT", Trait.FILE),
    POSTGRES_DIRECT_ADDRESS(null, null),
    POSTGRES_REPLICAS(null, null),
    POSTGRES_DB(null, "PGDATABASE", Trait.FILE),
    POSTGRES_USER(null, "PGUSER", Trait.FILE),
    POSTGRES_PASSWORD("", "PGPASSWORD", Trait.SECRET, Trait.FILE),
    POSTGRES_SSLMODE("prefer", "PGSSLMODE"),
    POSTGRES_SSLROOTCERT("", "PGSSLROOTCERT"),
    POSTGRES_CHANNELBINDING("prefer", "PGCHANNELBINDING"),
    ENVIRONMENT("local", null),
    STELE_ROLE_CHECK("off", null),
    STELE_STATEMENTS("on", null),
    STELE_SLOW_QUERY("0", null),
    FIRST_SUPERUSER(null, null, Trait.FILE),
    FIRST_SUPERUSER_PASSWORD(null, null, Trait.SECRET, Trait.FILE),
    STELE_CURSOR_SECRET(null, null, Trait.SECRET, Trait.FILE),
    POSTGRES_POOL_MODE("pooled", null),
    POSTGRES_POOL_SIZE("10", null),
    POSTGRES_POOL_TIMEOUT("5s", null),
    POSTGRES_POOL_MAX_LIFETIME("10m", null),
    POSTGRES_POOL_KEEPALIVE("30s", null),
    POSTGRES_CONNECT_TIMEOUT("2s", null),
    POSTGRES_LOGIN_TIMEOUT("10s", null),
    POSTGRES_SOCKET_TIMEOUT("35s", null),
    POSTGRES_STATEMENT_TIMEOUT("30s", null),
    POSTGRES_LOCK_TIMEOUT("5s", null),
    POSTGRES_IDLE_IN_TRANSACTION_TIMEOUT("30s", null),
    POSTGRES_START_TIMEOUT("60s", null),
    POSTGRES_APPLICATION_NAME("stele", "PGAPPNAME");

    private enum Trait {
        SECRET,
        FILE
    }

    /** The end of the key that names a file holding the value, as Docker secrets are given. */
    static final String FILE_SUFFIX = "_FILE";

    private final @Nullable String defaultValue;
    private final @Nullable String fallback;
    private final boolean secret;
    private final boolean file;

    Key(@Nullable String defaultValue, @Nullable String fallback, Trait... traits) {
        this.defaultValue = defaultValue;
        this.fallback = fallback;
        this.secret = List.of(traits).contains(Trait.SECRET);
        this.file = List.of(traits).contains(Trait.FILE);
    }

    /** Whether settings may be given under this name: a key, its file twin, or a variable of libpq. */
    static boolean isKnown(String name) {
        return Arrays.stream(values())
                .anyMatch(key -> key.name().equals(name)
                        || name.equals(key.fallback)
                        || (key.hasFile() && name.equals(key.name() + FILE_SUFFIX)));
    }

    /** The value in force where no source has one. */
    Optional<String> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /** The variable of libpq that is used where no source has the key itself. */
    Optional<String> fallback() {
        return Optional.ofNullable(fallback);
    }

    /** Whether {@code KEY_FILE} may name a file that holds the value. */
    boolean hasFile() {
        return file;
    }

    /** Whether the value may not be shown to anybody. */
    boolean isSecret() {
        return secret;
    }
}
