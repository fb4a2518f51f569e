package dev.stele.core.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Puts the settings together and checks them against each other. */
final class Assembly {
    private static final List<String> SSL_MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+(?:%[\\w.-]+)?");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final int NAME_BYTES = 63;

    private final Lookup lookup;
    private final SettingsReader reader;
    private final List<String> faults;
    private final Draft draft = new Draft();

    Assembly(Lookup lookup, List<String> faults) {
        this.lookup = lookup;
        this.faults = faults;
        this.reader = new SettingsReader(lookup, faults);
    }

    /** Reads everything; what is wrong is among the faults, and then the result is of no use. */
    Draft read() {
        draft.environment = reader.choice(Key.ENVIRONMENT, Environment.class);
        Map<String, String> ofUrl = readUrl();
        readEncryption();
        draft.driver.putAll(ofUrl);
        readDatabase();
        readPool();
        readTimeouts();
        readApplicationName();
        readSuperuser();
        draft.settings = reader.settings();
        return draft;
    }

    private Map<String, String> readUrl() {
        Optional<Found> given = reader.given(Key.DATABASE_URL);
        if (given.isEmpty()) {
            return Map.of();
        }
        DatabaseUrl url = DatabaseUrl.parse(given.get().value());
        url.faults().forEach(fault -> faults.add(given.get().place() + ": " + fault));
        lookup.addPartsOfUrl(given.get(), url.parts());
        return url.driver();
    }

    private void readDatabase() {
        boolean named = Stream.of(Key.DATABASE_URL, Key.POSTGRES_SERVER, Key.POSTGRES_DB)
                .anyMatch(key -> reader.given(key).isPresent());
        draft.user = reader.text(Key.POSTGRES_USER);
        draft.password = reader.text(Key.POSTGRES_PASSWORD);
        if (!named) {
            if (draft.environment != Environment.LOCAL) {
                reader.missing(
                        Key.DATABASE_URL,
                        "the address of the database, here or in POSTGRES_SERVER,"
                                + " POSTGRES_DB and so on, because ENVIRONMENT is not local");
            }
            return;
        }
        List<String> hosts = readHosts();
        String database = requireName(Key.POSTGRES_DB, "the name of the database, here or in DATABASE_URL");
        requireName(Key.POSTGRES_USER, "the role to log in as, here or in DATABASE_URL");
        draft.jdbcUrl = "jdbc:postgresql://" + String.join(",", hosts) + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private List<String> readHosts() {
        List<String> hosts = split(reader.read(
                Key.POSTGRES_SERVER,
                "a host name, an IP address, or several with commas between",
                text -> Optional.of(text).filter(all -> split(all).stream()
                        .allMatch(host -> HOST.matcher(host).matches()))));
        List<String> ports = split(reader.read(
                Key.POSTGRES_PORT,
                "a port from 1 to 65535, or one for each server with commas between",
                text -> Optional.of(text).filter(all -> split(all).stream()
                        .allMatch(port -> SettingsReader.whole(port, 1, 65535).isPresent()))));
        if (ports.size() != 1 && ports.size() != hosts.size()) {
            reader.given(Key.POSTGRES_PORT)
                    .ifPresent(port -> faults.add(port.place() + ": found " + ports.size() + " ports for "
                            + hosts.size() + " servers, expected one port, or one for each server"));
            return hosts;
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i++) {
            String host = hosts.get(i);
            all.add((host.contains(":") ? "[" + host + "]" : host) + ":" + ports.get(ports.size() == 1 ? 0 : i));
        }
        return all;
    }

    /** Brackets around an IPv6 address are dropped. */
    private static List<String> split(String text) {
        return List.of(text.split(",", -1)).stream()
                .map(part -> part.strip().replaceFirst("^\\[(.*)]$", "$1"))
                .toList();
    }

    private String requireName(Key key, String expected) {
        Optional<Found> given = reader.given(key);
        if (given.isEmpty()) {
            reader.missing(key, expected);
            return "";
        }
        String name = given.get().value();
        if (name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES) {
            reader.refuse(given.get(), expected + ", of at most " + NAME_BYTES + " bytes");
        }
        return name;
    }

    private void readEncryption() {
        String mode =
                reader.read(Key.POSTGRES_SSLMODE, "one of " + String.join(", ", SSL_MODES), text -> Optional.of(text)
                        .filter(SSL_MODES::contains));
        draft.driver.put("sslmode", mode);
        Optional<Found> root = reader.given(Key.POSTGRES_SSLROOTCERT);
        if (root.isEmpty()) {
            return;
        }
        if (root.get().value().equals("system")) {
            if (!mode.equals("verify-full")) {
                faults.add(root.get().place() + ": contradicts POSTGRES_SSLMODE " + mode
                        + ", expected verify-full with the certificates of the system");
            }
            draft.driver.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        } else if (!isReadable(root.get().value())) {
            reader.refuse(root.get(), "a readable file of root certificates, or system");
        } else {
            draft.driver.put("sslrootcert", root.get().value());
        }
    }

    private static boolean isReadable(String file) {
        try {
            return Files.isReadable(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private void readPool() {
        PoolSettings.Mode mode = reader.choice(Key.POSTGRES_POOL_MODE, PoolSettings.Mode.class);
        int size = reader.number(Key.POSTGRES_POOL_SIZE, 1, 1000);
        Duration acquire = reader.time(Key.POSTGRES_POOL_TIMEOUT, Duration.ofMillis(250));
        Duration lifetime = reader.timeOrNever(Key.POSTGRES_POOL_MAX_LIFETIME, Duration.ofSeconds(30));
        Duration keepalive = reader.timeOrNever(Key.POSTGRES_POOL_KEEPALIVE, Duration.ofSeconds(30));
        if (!lifetime.isZero() && keepalive.compareTo(lifetime) >= 0) {
            Key key = reader.given(Key.POSTGRES_POOL_KEEPALIVE).isPresent()
                    ? Key.POSTGRES_POOL_KEEPALIVE
                    : Key.POSTGRES_POOL_MAX_LIFETIME;
            contradiction(
                    key,
                    "POSTGRES_POOL_KEEPALIVE " + Durations.print(keepalive) + " shorter than"
                            + " POSTGRES_POOL_MAX_LIFETIME " + Durations.print(lifetime) + ", or 0");
            return;
        }
        draft.pool = new PoolSettings(mode, size, acquire, lifetime, keepalive);
    }

    private void readTimeouts() {
        Duration statement = reader.time(Key.POSTGRES_STATEMENT_TIMEOUT, Duration.ZERO);
        Duration socket = reader.time(Key.POSTGRES_SOCKET_TIMEOUT, Duration.ZERO);
        if (reader.given(Key.POSTGRES_SOCKET_TIMEOUT).isEmpty()) {
            socket = Timeouts.socketFor(statement);
        } else if (!socket.isZero() && socket.compareTo(statement) <= 0) {
            contradiction(
                    Key.POSTGRES_SOCKET_TIMEOUT,
                    "a time longer than POSTGRES_STATEMENT_TIMEOUT " + Durations.print(statement) + ", or 0");
            return;
        }
        draft.timeouts = new Timeouts(
                reader.time(Key.POSTGRES_CONNECT_TIMEOUT, Duration.ZERO),
                reader.time(Key.POSTGRES_LOGIN_TIMEOUT, Duration.ZERO),
                socket,
                statement,
                reader.time(Key.POSTGRES_LOCK_TIMEOUT, Duration.ZERO),
                reader.time(Key.POSTGRES_IDLE_IN_TRANSACTION_TIMEOUT, Duration.ZERO),
                reader.time(Key.POSTGRES_START_TIMEOUT, Duration.ZERO));
    }

    private void contradiction(Key key, String expected) {
        reader.given(key).ifPresent(given -> reader.refuse(given, expected));
    }

    private void readApplicationName() {
        draft.applicationName = reader.read(
                Key.POSTGRES_APPLICATION_NAME, "1 to 63 printable ASCII characters", text -> Optional.of(text)
                        .filter(name -> name.matches("[ -~]{1,63}")));
    }

    private void readSuperuser() {
        Optional<Found> email = reader.given(Key.FIRST_SUPERUSER);
        Optional<Found> password = reader.given(Key.FIRST_SUPERUSER_PASSWORD);
        if (email.isPresent() && !EMAIL.matcher(email.get().value()).matches()) {
            reader.refuse(email.get(), "an e-mail address");
        }
        if (email.isPresent() && password.isEmpty()) {
            reader.missing(Key.FIRST_SUPERUSER_PASSWORD, "a password, because FIRST_SUPERUSER is set");
        } else if (email.isEmpty() && password.isPresent()) {
            reader.missing(Key.FIRST_SUPERUSER, "an e-mail address, because FIRST_SUPERUSER_PASSWORD is set");
        } else if (email.isPresent()) {
            draft.firstSuperuser =
                    new FirstSuperuser(email.get().value(), password.get().value());
        }
    }
}
