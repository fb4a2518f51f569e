package dev.stele.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DriverPropertiesIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @Test
    void theServerKnowsNameAndLimitsOfOurConnections() throws SQLException {
        DatabaseConfig config = postgres.config()
                .withApplicationName("billing 2")
                .withTimeouts(Timeouts.DEFAULT
                        .withStatement(Duration.ofMillis(1500))
                        .withLock(Duration.ofSeconds(2))
                        .withIdleInTransaction(Duration.ofMinutes(1)));

        assertThat(shown(config, "application_name")).isEqualTo("billing 2");
        assertThat(shown(config, "statement_timeout")).isEqualTo("1500ms");
        assertThat(shown(config, "lock_timeout")).isEqualTo("2s");
        assertThat(shown(config, "idle_in_transaction_session_timeout")).isEqualTo("1min");
    }

    @Test
    void theServerTakesTheLongestTimes() throws SQLException {
        DatabaseConfig config = postgres.config().withTimeouts(Timeouts.DEFAULT.withStatement(Durations.MOST));

        assertThat(shown(config, "statement_timeout")).isEqualTo("24d");
    }

    @Test
    void optionsOfAnAddressWinOverTheSettings() throws SQLException {
        DatabaseConfig server = postgres.config();
        String url = server.jdbcUrl() + "?options=-c%20statement_timeout=7s%20-c%20work_mem=5MB&currentSchema=a";
        DatabaseConfig config = DatabaseConfig.of(url, server.user(), server.password());

        assertThat(shown(config, "statement_timeout")).isEqualTo("7s");
        assertThat(shown(config, "lock_timeout")).isEqualTo("5s");
        assertThat(shown(config, "work_mem")).isEqualTo("5MB");
        assertThat(shown(config, "search_path")).isEqualTo("a");
    }

    private static String shown(DatabaseConfig config, String setting) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(config.driverProperties());
        properties.setProperty("user", config.user());
        properties.setProperty("password", config.password());
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), properties);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            return row.getString(1);
        }
    }
}
