package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestServerTest {

    @Test
    void survivesAKillOnTheSamePort() throws SQLException {
        try (TestServer server = TestServer.start(Map.of("lock_timeout", "7s"))) {
            Connection broken = connect(server.config());

            server.kill();
            server.restart();

            assertThat(broken.isValid(1)).isFalse();
            try (Connection fresh = connect(server.config());
                    var result = fresh.createStatement().executeQuery("show lock_timeout")) {
                result.next();
                assertThat(result.getString(1)).isEqualTo("7s");
            }
        }
    }

    @Test
    void speaksGerman() {
        assumeTrue(TestServer.isInstalled(), "needs an installed server: the embedded one has no translations");
        try (TestServer server = TestServer.german()) {
            assertThatThrownBy(() -> {
                        try (Connection connection = connect(server.config())) {
                            connection.createStatement().execute("select 1/0");
                        }
                    })
                    .hasMessageContaining("Division durch Null");
        }
    }

    private static Connection connect(DatabaseConfig config) throws SQLException {
        return DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
    }
}
