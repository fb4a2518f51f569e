package dev.stele.core.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the settings the way pgjdbc wants them. */
final class DriverProperties {
    private DriverProperties() {}

    /** The settings, then what the address asked for, which wins. */
    static Map<String, String> of(DatabaseConfig config, Map<String, String> ofUrl) {
        Timeouts timeouts = config.timeouts();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("ApplicationName", config.applicationName());
        all.put("connectTimeout", seconds(timeouts.connect()));
        all.put("loginTimeout", seconds(timeouts.login()));
        all.put("socketTimeout", seconds(timeouts.socket()));
        all.put("cancelSignalTimeout", "1");
        all.put("tcpKeepAlive", "true");
        all.put("hostRecheckSeconds", "2");
        if (config.isConfigured() && config.jdbcUrl().contains(",")) {
            all.put("targetServerType", "primary");
        }
        all.putAll(ofUrl);
        String options = (options(timeouts) + " " + ofUrl.getOrDefault("options", "")).strip();
        if (!options.isEmpty()) {
            all.put("options", options);
        }
        return Collections.unmodifiableMap(all);
    }

    private static String options(Timeouts timeouts) {
        return (option("statement_timeout", timeouts.statement())
                        + option("lock_timeout", timeouts.lock())
                        + option("idle_in_transaction_session_timeout", timeouts.idleInTransaction()))
                .strip();
    }

    /** Nothing for zero, so that a pooler which refuses this parameter can be used with the server's own limits. */
    private static String option(String name, Duration time) {
        return time.isZero() ? "" : " -c " + name + "=" + time.toMillis();
    }

    private static String seconds(Duration time) {
        return Long.toString(time.plusMillis(999).toSeconds());
    }
}
