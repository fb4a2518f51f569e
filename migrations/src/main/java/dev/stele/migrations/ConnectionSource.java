package dev.stele.migrations;

import dev.stele.core.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Where a migration's one connection comes from. */
@FunctionalInterface
interface ConnectionSource {

    Connection open() throws SQLException;

    /** Opens direct connections, which no pool sees and no socket time-out cuts. */
    static ConnectionSource direct(DatabaseConfig given) {
        DatabaseConfig config = given.direct();
        return () -> {
            Properties properties = new Properties();
            // The detail of an error quotes rows, which belong in no message and no stack trace.
            properties.setProperty("logServerErrorDetail", "false");
            properties.putAll(config.driverProperties());
            properties.setProperty("user", config.user());
            properties.setProperty("password", config.password());
            properties.setProperty("ApplicationName", config.applicationName() + " migrations");
            // A changeset may be silent for hours while it builds an index.
            properties.setProperty("socketTimeout", "0");
            if (config.jdbcUrl().contains(",")) {
                properties.putIfAbsent("targetServerType", "primary");
            }
            return DriverManager.getConnection(config.jdbcUrl(), properties);
        };
    }
}
