package dev.stele.core.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@code DATABASE_URL}.
 *
 * <p>A fault never quotes the address: wherever its form is broken, any part may turn out to be the password.
 */
final class DatabaseUrl {
    static final String EXPECTED = "postgresql://user:password@host:5432/database";

    private static final Pattern SCHEME =
            Pattern.compile("(?:jdbc:postgresql|postgres(?:ql)?(?:\\+[A-Za-z0-9_]+)?):(.*)", Pattern.DOTALL);
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+(?:%[\\w.-]+)?)]|([^:\\[\\]]*))(?::([^:]*))?");

    private final Map<Key, String> parts = new EnumMap<>(Key.class);
    private final Map<String, String> driver = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final boolean plusIsSpace;

    private DatabaseUrl(String text) {
        plusIsSpace = text.startsWith("jdbc:");
    }

    /** Takes an address apart; look at {@link #faults} first. */
    static DatabaseUrl parse(String text) {
        DatabaseUrl url = new DatabaseUrl(text);
        Matcher scheme = SCHEME.matcher(text);
        try {
            if (!scheme.matches()) {
                throw new Malformed(text.contains("://") ? "found another scheme" : "found no scheme");
            }
            url.readAll(scheme.group(1));
        } catch (Malformed e) {
            url.faults.add(e.getMessage() + ", expected " + EXPECTED);
        }
        return url;
    }

    /** What is wrong, each with what was expected; without any secret. */
    List<String> faults() {
        return faults;
    }

    /** The settings the address gives. */
    Map<Key, String> parts() {
        return parts;
    }

    /** Further properties for the driver, in its own names. */
    Map<String, String> driver() {
        return driver;
    }

    private void readAll(String afterScheme) throws Malformed {
        int question = afterScheme.indexOf('?');
        String query = question < 0 ? "" : afterScheme.substring(question + 1);
        String address = question < 0 ? afterScheme : afterScheme.substring(0, question);
        if (address.indexOf('#') >= 0 || (address.startsWith("//") && address.indexOf('@', pathStart(address)) >= 0)) {
            throw new Malformed("found a reserved character in the user, the password or the database"
                    + " (write @ as %40, / as %2F, # as %23, ? as %3F)");
        }
        if (address.startsWith("//")) {
            int path = pathStart(address);
            readAuthority(address.substring(2, path));
            putDecoded(Key.POSTGRES_DB, address.substring(Math.min(path + 1, address.length())));
        } else {
            // pgjdbc's short form: jdbc:postgresql:database, or jdbc:postgresql:/
            putDecoded(Key.POSTGRES_DB, address.startsWith("/") ? address.substring(1) : address);
        }
        if (!query.isEmpty()) {
            readQuery(query);
        }
    }

    private static int pathStart(String address) {
        int slash = address.indexOf('/', 2);
        return slash < 0 ? address.length() : slash;
    }

    private void readAuthority(String authority) throws Malformed {
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            String login = authority.substring(0, at);
            int colon = login.indexOf(':');
            putDecoded(Key.POSTGRES_USER, colon < 0 ? login : login.substring(0, colon));
            if (colon >= 0) {
                putDecoded(Key.POSTGRES_PASSWORD, login.substring(colon + 1));
            }
        }
        String hosts = authority.substring(at + 1);
        if (!hosts.isEmpty()) {
            readHosts(hosts);
        }
    }

    private void readHosts(String hosts) throws Malformed {
        List<String> names = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            Matcher matcher = HOST_AND_PORT.matcher(host);
            if (!matcher.matches()) {
                throw new Malformed("found a host that is neither name, name:port nor [IPv6]:port");
            }
            String name = decode(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
            names.add(name.isEmpty() ? Key.POSTGRES_SERVER.defaultValue().orElseThrow() : name);
            ports.add(port(matcher.group(3)));
        }
        parts.put(Key.POSTGRES_SERVER, String.join(",", names));
        boolean oneForAll = new LinkedHashSet<>(ports).size() == 1;
        parts.put(Key.POSTGRES_PORT, oneForAll ? ports.get(0) : String.join(",", ports));
    }

    private static String port(@Nullable String text) throws Malformed {
        if (text == null) {
            return Key.POSTGRES_PORT.defaultValue().orElseThrow();
        }
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
            throw new Malformed("found a port that is not a number from 1 to 65535");
        }
        return text;
    }

    private void readQuery(String query) throws Malformed {
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : decode(pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            readParameter(name, value);
        }
    }

    private void readParameter(String name, String text) {
        UrlParameter parameter = UrlParameter.of(name).orElse(null);
        if (parameter == null) {
            faults.add(UrlParameter.refusal(name));
            return;
        }
        parameter
                .read(text)
                .ifPresentOrElse(
                        value -> put(parameter, value),
                        () -> faults.add("found the parameter \"" + name
                                + "\" with a value that it cannot have, expected " + parameter.expected()));
    }

    private void put(UrlParameter parameter, String value) {
        Key key = parameter.key();
        if (key == null) {
            driver.put(parameter.property(), value);
        } else {
            put(key, value);
        }
    }

    private void putDecoded(Key key, String encoded) throws Malformed {
        put(key, decode(encoded));
    }

    /** An empty part is left to the single keys, as everywhere. */
    private void put(Key key, String value) {
        if (!value.isEmpty()) {
            parts.put(key, value);
        }
    }

    private String decode(String text) throws Malformed {
        try {
            return URLDecoder.decode(plusIsSpace ? text : text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Malformed("found a % that is not followed by two hexadecimal digits");
        }
    }
}
