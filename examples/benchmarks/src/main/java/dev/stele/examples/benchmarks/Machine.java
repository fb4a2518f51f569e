package dev.stele.examples.benchmarks;

import dev.stele.core.config.DatabaseConfig;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Where it was measured; no figure means anything without. */
final class Machine {
    private Machine() {}

    /** Names and values, as they are now. */
    static Map<String, String> describe(DatabaseConfig config) throws SQLException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password())) {
            facts.put("PostgreSQL", value(connection, "show server_version"));
            facts.put("shared_buffers", value(connection, "show shared_buffers"));
            facts.put("fsync", value(connection, "show fsync"));
            facts.put("synchronous_commit", value(connection, "show synchronous_commit"));
        }
        facts.put("connections of each peer", "1 to " + config.pool().maxSize());
        facts.put("load at the start", load());
        return facts;
    }

    /** The load average of the last minute. */
    static String load() {
        return String.format(
                Locale.ROOT,
                "%.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
