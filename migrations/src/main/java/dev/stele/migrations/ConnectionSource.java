package dev.stele.migrations;

import dev.stele.core.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Where a migration's one connection comes from. */
@FunctionalInterface
interface ConnectionSource {

    Connection open() throws SQLException;

    /** Opens direct connections, which no pool sees and no socket time-out cuts. */
    static ConnectionSource direct(DatabaseConfig config) {
        return () -> {
            Properties properties = new Properties();
            properties.setProperty("user", config.user());
            properties.setProperty("password", config.password());
            properties.setProperty("ApplicationName", config.applicationName() + " migrations");
            properties.setProperty("connectTimeout", seconds(config.timeouts().connect()));
            properties.setProperty("loginTimeout", seconds(config.timeouts().login()));
            properties.setProperty("socketTimeout", "0");
            properties.setProperty("tcpKeepAlive", "true");
            // The server's detail quotes rows, which belong in no message.
            properties.setProperty("logServerErrorDetail", "false");
            return DriverManager.getConnection(config.jdbcUrl(), properties);
        };
    }

    private static String seconds(Duration duration) {
        return String.valueOf(Math.max(1, duration.toSeconds()));
    }
}
