package dev.stele.core.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that may stand behind the {@code ?} of an address.
 *
 * <p>Only these are let through to the driver: others name classes to load, or files to write. libpq's names are
 * translated.
 *
 * @param key the setting it gives, or null where it goes to the driver as it is
 * @param property the name the driver knows it by
 * @param form what a value must look like
 * @param expected the same in words
 * @param translate from the written value to the one used
 */
record UrlParameter(
        @Nullable Key key, String property, Pattern form, String expected, UnaryOperator<String> translate) {

    private static final Map<String, UrlParameter> ALL = new TreeMap<>();

    static {
        settings();
        texts("currentSchema", "options", "sslcert", "sslkey", "sslpassword", "requireAuth", "maxResultBuffer");
        texts("assumeMinServerVersion");
        flags("tcpNoDelay", "tcpKeepAlive", "loadBalanceHosts", "reWriteBatchedInserts", "logUnclosedConnections");
        flags("readOnly", "adaptiveFetch", "binaryTransfer", "hideUnprivilegedObjects");
        numbers("cancelSignalTimeout", "hostRecheckSeconds", "prepareThreshold", "preparedStatementCacheQueries");
        numbers("preparedStatementCacheSizeMiB", "defaultRowFetchSize", "sendBufferSize", "receiveBufferSize");
        numbers("adaptiveFetchMinimum", "adaptiveFetchMaximum", "sslResponseTimeout", "gssResponseTimeout");
        choice("targetServerType", "any", "primary", "secondary", "preferPrimary", "preferSecondary");
        choice("gssEncMode", "disable", "allow", "prefer", "require");
        choice("sslNegotiation", "postgres", "direct");
        choice("readOnlyMode", "ignore", "transaction", "always");
        choice("autosave", "always", "never", "conservative");
        choice("stringtype", "unspecified", "varchar");
        libpq();
    }

    private static void settings() {
        setting("user", Key.POSTGRES_USER, "user");
        setting("password", Key.POSTGRES_PASSWORD, "password");
        setting("sslmode", Key.POSTGRES_SSLMODE, "sslmode");
        setting("sslrootcert", Key.POSTGRES_SSLROOTCERT, "sslrootcert");
        setting("channelBinding", Key.POSTGRES_CHANNELBINDING, "channelBinding");
        setting("ApplicationName", Key.POSTGRES_APPLICATION_NAME, "ApplicationName");
        setting("application_name", Key.POSTGRES_APPLICATION_NAME, "ApplicationName");
        seconds("connectTimeout", Key.POSTGRES_CONNECT_TIMEOUT, "connectTimeout");
        seconds("connect_timeout", Key.POSTGRES_CONNECT_TIMEOUT, "connectTimeout");
        seconds("loginTimeout", Key.POSTGRES_LOGIN_TIMEOUT, "loginTimeout");
        seconds("socketTimeout", Key.POSTGRES_SOCKET_TIMEOUT, "socketTimeout");
        // pgjdbc takes a bare ssl=true for verify-full; Python's asyncpg writes the mode behind ssl.
        Map<String, String> modes = Map.of("true", "verify-full", "", "verify-full", "false", "prefer");
        ALL.put(
                "ssl",
                new UrlParameter(
                        Key.POSTGRES_SSLMODE,
                        "sslmode",
                        Pattern.compile("true|false|disable|allow|prefer|require|verify-ca|verify-full|"),
                        "true, false or an sslmode",
                        value -> modes.getOrDefault(value, value)));
    }

    private static void libpq() {
        renamed("channel_binding", "channelBinding");
        renamed("gssencmode", "gssEncMode");
        renamed("sslnegotiation", "sslNegotiation");
        renamed("require_auth", "requireAuth");
        translated("keepalives", "tcpKeepAlive", Map.of("1", "true", "0", "false"));
        translated("load_balance_hosts", "loadBalanceHosts", Map.of("random", "true", "disable", "false"));
        translated(
                "target_session_attrs",
                "targetServerType",
                Map.of(
                        "any", "any",
                        "primary", "primary",
                        "read-write", "primary",
                        "standby", "secondary",
                        "read-only", "secondary",
                        "prefer-standby", "preferSecondary"));
    }

    /** The parameter of this name, if it is allowed. */
    static Optional<UrlParameter> of(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** Every name that is allowed. */
    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** Says that a parameter is not allowed; quotes only what cannot be the rest of a password. */
    static String refusal(String name) {
        String shown = name.matches("[A-Za-z][A-Za-z0-9_]{0,40}") ? "the parameter \"" + name + '"' : "a parameter";
        return "found " + shown + " that is not allowed, expected one that docs/configuration.md lists";
    }

    /** The value to use, or empty where it has not the right form. */
    Optional<String> read(String value) {
        return form.matcher(value).matches() ? Optional.of(translate.apply(value)) : Optional.empty();
    }

    private static void setting(String name, Key key, String property) {
        ALL.put(name, new UrlParameter(key, property, Pattern.compile(".*"), "any text", UnaryOperator.identity()));
    }

    private static void seconds(String name, Key key, String property) {
        Pattern form = Pattern.compile("\\d{1,9}");
        ALL.put(name, new UrlParameter(key, property, form, "whole seconds", value -> value + "s"));
    }

    private static void texts(String... names) {
        for (String name : names) {
            pass(name, ".*", "any text");
        }
    }

    private static void flags(String... names) {
        for (String name : names) {
            pass(name, "true|false", "true or false");
        }
    }

    private static void numbers(String... names) {
        for (String name : names) {
            pass(name, "-?\\d{1,9}", "a whole number");
        }
    }

    private static void choice(String name, String... values) {
        pass(name, String.join("|", values), "one of " + String.join(", ", values));
    }

    private static void pass(String name, String form, String expected) {
        ALL.put(name, new UrlParameter(null, name, Pattern.compile(form), expected, UnaryOperator.identity()));
    }

    private static void renamed(String name, String property) {
        ALL.put(name, Optional.ofNullable(ALL.get(property)).orElseThrow());
    }

    private static void translated(String name, String property, Map<String, String> values) {
        List<String> sorted = new ArrayList<>(values.keySet());
        Collections.sort(sorted);
        Pattern form = Pattern.compile(String.join("|", sorted));
        String expected = "one of " + String.join(", ", sorted);
        ALL.put(name, new UrlParameter(null, property, form, expected, value -> values.getOrDefault(value, value)));
    }
}
