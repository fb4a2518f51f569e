package dev.stele.core.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Puts the settings together and checks them against each other. */
final class Assembly {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    static final int MIN_CURSOR_SECRET = 32;

    private final Lookup lookup;
    private final SettingsReader reader;
    private final Address address;
    private final List<String> faults;
    private final Draft draft = new Draft();

    Assembly(Lookup lookup, List<String> faults) {
        this.lookup = lookup;
        this.faults = faults;
        this.reader = new SettingsReader(lookup, faults);
        this.address = new Address(reader);
    }

    /** Reads everything; what is wrong is among the faults, and then the result is of no use. */
    Draft read() {
        draft.environment = reader.choice(Key.ENVIRONMENT, Environment.class);
        draft.roleCheck = reader.choice(Key.STELE_ROLE_CHECK, RoleCheck.class);
        draft.recordsStatements =
                reader.read(Key.STELE_STATEMENTS, "one of on, off", text -> Optional.of(text.toLowerCase(Locale.ROOT))
                        .filter(word -> word.equals("on") || word.equals("off"))
                        .map("on"::equals));
        draft.slowQuery = reader.time(Key.STELE_SLOW_QUERY, Duration.ZERO);
        Map<String, String> ofUrl = readUrl();
        readDatabase();
        draft.driver.putAll(new Encryption(reader, draft).driver());
        draft.driver.putAll(ofUrl);
        readPool();
        readTimeouts();
        draft.applicationName = reader.read(
                Key.POSTGRES_APPLICATION_NAME, "1 to 63 printable ASCII characters", text -> Optional.of(text)
                        .filter(name -> name.matches("[ -~]{1,63}")));
        readSuperuser();
        readCursorSecret();
        draft.settings = reader.settings();
        return draft;
    }

    /** Refuses passwords that anybody can guess, or warns of them on a developer's machine. */
    void judgePasswords(List<String> warnings) {
        if (draft.jdbcUrl != null) {
            judge(Key.POSTGRES_PASSWORD, warnings);
        }
        if (draft.firstSuperuser != null) {
            judge(Key.FIRST_SUPERUSER_PASSWORD, warnings);
        }
    }

    private void judge(Key key, List<String> warnings) {
        if (lookup.isIncomplete() && reader.given(key).isEmpty()) {
            return;
        }
        Optional<String> weakness = WeakPasswords.weaknessOf(reader.text(key));
        if (weakness.isEmpty()) {
            return;
        }
        String place = reader.given(key).map(Found::place).orElse(key + " (not set)");
        if (draft.environment == Environment.LOCAL) {
            warnings.add(place + ": found " + weakness.get()
                    + "; it is accepted because ENVIRONMENT is local\n  hint: set a password of your own");
        } else {
            faults.add(WeakPasswords.fault(place, weakness.get()));
        }
    }

    private Map<String, String> readUrl() {
        Optional<Found> given = reader.given(Key.DATABASE_URL);
        if (given.isEmpty()) {
            return Map.of();
        }
        DatabaseUrl url = DatabaseUrl.parse(given.get().value());
        if (!url.faults().isEmpty()) {
            lookup.markIncomplete();
            url.faults().forEach(fault -> faults.add(given.get().place() + ": " + fault));
        }
        lookup.addPartsOfUrl(given.get(), url.parts());
        return url.driver();
    }

    private void readDatabase() {
        boolean named = Stream.of(Key.DATABASE_URL, Key.POSTGRES_SERVER, Key.POSTGRES_DB)
                .anyMatch(key -> reader.given(key).isPresent());
        if (named) {
            draft.jdbcUrl = address.jdbcUrl();
            address.readDirect();
            address.readReplicas();
            draft.user = address.requireName(Key.POSTGRES_USER, "the role to log in as, here or in DATABASE_URL");
            draft.password = reader.text(Key.POSTGRES_PASSWORD);
        } else if (draft.environment != Environment.LOCAL) {
            reader.missing(
                    Key.DATABASE_URL,
                    "the address of the database, here or in POSTGRES_SERVER, POSTGRES_DB and so on,"
                            + " because ENVIRONMENT is not local");
        }
    }

    private void readPool() {
        PoolSettings.Mode mode = reader.choice(Key.POSTGRES_POOL_MODE, PoolSettings.Mode.class);
        int size = reader.number(Key.POSTGRES_POOL_SIZE, 1, 1000);
        Duration acquire = reader.time(Key.POSTGRES_POOL_TIMEOUT, Duration.ofMillis(250));
        Duration lifetime = reader.timeOrNever(Key.POSTGRES_POOL_MAX_LIFETIME, Duration.ofSeconds(30));
        Duration keepalive = reader.timeOrNever(Key.POSTGRES_POOL_KEEPALIVE, Duration.ofSeconds(30));
        if (lifetime.isZero() || keepalive.compareTo(lifetime) < 0) {
            draft.pool = new PoolSettings(mode, size, acquire, lifetime, keepalive);
            return;
        }
        String rule = "POSTGRES_POOL_KEEPALIVE (" + Durations.print(keepalive)
                + ") shorter than POSTGRES_POOL_MAX_LIFETIME (" + Durations.print(lifetime) + ")";
        Stream.of(Key.POSTGRES_POOL_KEEPALIVE, Key.POSTGRES_POOL_MAX_LIFETIME)
                .flatMap(key -> reader.given(key).stream())
                .forEach(given -> reader.refuse(given, rule));
    }

    private void readTimeouts() {
        Duration connect = reader.time(Key.POSTGRES_CONNECT_TIMEOUT, Duration.ZERO);
        Duration statement = reader.time(Key.POSTGRES_STATEMENT_TIMEOUT, Duration.ZERO);
        Duration socket = reader.timeOr(Key.POSTGRES_SOCKET_TIMEOUT, Timeouts.socketFor(statement));
        Duration login = reader.timeOr(Key.POSTGRES_LOGIN_TIMEOUT, Timeouts.loginFor(connect, address.servers()));
        Duration lock = reader.time(Key.POSTGRES_LOCK_TIMEOUT, Duration.ZERO);
        Duration idle = reader.time(Key.POSTGRES_IDLE_IN_TRANSACTION_TIMEOUT, Duration.ZERO);
        Duration start = reader.time(Key.POSTGRES_START_TIMEOUT, Duration.ZERO);
        if (socket.isZero() || socket.compareTo(statement) > 0) {
            draft.timeouts = new Timeouts(connect, login, socket, statement, lock, idle, start);
            return;
        }
        String rule = "a time longer than POSTGRES_STATEMENT_TIMEOUT (" + Durations.print(statement) + "), or 0";
        reader.given(Key.POSTGRES_SOCKET_TIMEOUT).ifPresent(given -> reader.refuse(given, rule));
    }

    private void readCursorSecret() {
        reader.given(Key.STELE_CURSOR_SECRET).ifPresent(secret -> {
            if (secret.value().length() < MIN_CURSOR_SECRET) {
                reader.refuseSecret(secret, "at least " + MIN_CURSOR_SECRET + ", the same in every process");
            }
            draft.cursorSecret = secret.value();
        });
    }

    private void readSuperuser() {
        Optional<Found> email = reader.given(Key.FIRST_SUPERUSER);
        Optional<Found> password = reader.given(Key.FIRST_SUPERUSER_PASSWORD);
        email.filter(found -> !EMAIL.matcher(found.value()).matches())
                .ifPresent(found -> reader.refuse(found, "an e-mail address"));
        if (email.isPresent() && password.isPresent()) {
            draft.firstSuperuser =
                    new FirstSuperuser(email.get().value(), password.get().value());
        } else if (email.isPresent()) {
            reader.missing(Key.FIRST_SUPERUSER_PASSWORD, "a password, because FIRST_SUPERUSER is set");
        } else if (password.isPresent()) {
            reader.missing(Key.FIRST_SUPERUSER, "an e-mail address, because FIRST_SUPERUSER_PASSWORD is set");
        }
    }
}
