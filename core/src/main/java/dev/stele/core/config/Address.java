package dev.stele.core.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads where the database is: its servers, their ports and its name. */
final class Address {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+(?:%[\\w.-]+)?");
    private static final Pattern DIRECT = Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):\\d{1,5}");
    private static final int NAME_BYTES = 63;

    private final SettingsReader reader;
    private int servers = 1;

    Address(SettingsReader reader) {
        this.reader = reader;
    }

    /** How many servers {@link #jdbcUrl} names. */
    int servers() {
        return servers;
    }

    /** The address in pgjdbc's form. */
    String jdbcUrl() {
        String hosts = String.join(",", serversWithPorts());
        String database = requireName(Key.POSTGRES_DB, "the name of the database, here or in DATABASE_URL");
        String encoded = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        return "jdbc:postgresql://" + hosts + "/" + encoded;
    }

    /** A name that the server would neither refuse nor cut off. */
    String requireName(Key key, String expected) {
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

    /** Reads the server's own address, which is kept among the settings. */
    void readDirect() {
        reader.given(Key.POSTGRES_DIRECT_ADDRESS)
                .filter(given -> !List.of(given.value().split(",", -1)).stream()
                        .allMatch(part -> DIRECT.matcher(part).matches()))
                .ifPresent(given -> reader.refuse(given, "host:port, or several with commas between"));
    }

    /** Reads the addresses of the replicas, which are kept among the settings. */
    void readReplicas() {
        reader.given(Key.POSTGRES_REPLICAS)
                .filter(given -> !List.of(given.value().split(",", -1)).stream()
                        .allMatch(part -> DIRECT.matcher(withPort(part)).matches()))
                .ifPresent(given -> reader.refuse(given, "host:port, or several with commas between"));
    }

    /** The same servers, with the usual port where none is named. */
    static String withPorts(String servers) {
        return String.join(
                ",",
                List.of(servers.split(",", -1)).stream().map(Address::withPort).toList());
    }

    private static String withPort(String server) {
        return server.endsWith("]") || server.indexOf(':') < 0 ? server + ":5432" : server;
    }

    /** The address {@code jdbcUrl} with {@code servers} in the place of its own. */
    static String at(String servers, String jdbcUrl) {
        return "jdbc:postgresql://" + servers + jdbcUrl.substring(jdbcUrl.lastIndexOf('/'));
    }

    private List<String> serversWithPorts() {
        List<String> names = list(
                Key.POSTGRES_SERVER,
                "a host name, an IP address, or several with commas between",
                host -> HOST.matcher(host).matches());
        servers = names.size();
        List<String> ports = list(
                Key.POSTGRES_PORT,
                "a port from 1 to 65535, or one for each server with commas between",
                port -> SettingsReader.whole(port, 1, 65535).isPresent());
        if (ports.size() != 1 && ports.size() != servers) {
            reader.given(Key.POSTGRES_PORT)
                    .ifPresent(port -> reader.refuse(port, "one port, or one for each of " + servers + " servers"));
            return names;
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            String server = names.get(i);
            String bracketed = server.contains(":") ? "[" + server + "]" : server;
            all.add(bracketed + ":" + ports.get(ports.size() == 1 ? 0 : i));
        }
        return all;
    }

    private List<String> list(Key key, String expected, Predicate<String> valid) {
        return reader.read(key, expected, text -> Optional.of(split(text))
                .filter(parts -> parts.stream().allMatch(valid)));
    }

    /** Brackets around an IPv6 address are dropped. */
    private static List<String> split(String text) {
        return List.of(text.split(",", -1)).stream()
                .map(part -> part.strip().replaceFirst("^\\[(.*)]$", "$1"))
                .toList();
    }
}
