package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.PoolSettings;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that go away under writers: nothing acknowledged is lost, nothing is there twice, and no restart is needed. */
@Tag("once")
class OutageIT {
    private static final int WRITERS = 4;

    @ParameterizedTest
    @EnumSource
    void aServerThatIsRestarted(PoolSettings.Mode mode) throws Exception {
        Ledger ledger = new Ledger();
        try (TestServer server = TestServer.start(Map.of("synchronous_commit", "on"))) {
            TestServer.execute(server.config(), Ledger.TABLE);
            try (Database database = Database.open(in(mode, server.config()))) {
                ledger.during(database, WRITERS, server::restart);
            }
            ledger.requireKept(server.config());
        }
    }

    @Test
    void aServerThatIsKilledAndComesBack() throws Exception {
        Ledger ledger = new Ledger();
        try (TestServer server = TestServer.start(Map.of("synchronous_commit", "on"))) {
            TestServer.execute(server.config(), Ledger.TABLE);
            try (Database database = Database.open(server.config())) {
                ledger.during(database, WRITERS, () -> {
                    server.kill();
                    server.restart();
                });
            }
            ledger.requireKept(server.config());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPrimaryThatIsKilledAndReplaced(PoolSettings.Mode mode) throws Exception {
        Ledger ledger = new Ledger();
        try (TestServer primary = TestServer.start(Map.of("synchronous_commit", "on"))) {
            TestServer.execute(primary.config(), Ledger.TABLE);
            try (TestStandby standby = TestStandby.of(primary)) {
                standby.follow();
                try (Database database = Database.open(in(mode, both(primary.config(), standby.config())))) {
                    ledger.during(database, WRITERS, () -> {
                        primary.kill();
                        standby.promote();
                    });
                }
                ledger.requireKept(standby.config());
            }
        }
    }

    @Test
    void aPrimaryThatIsFrozenReplacedAndThawed() throws Exception {
        Ledger ledger = new Ledger();
        try (TestServer primary = TestServer.start(Map.of("synchronous_commit", "on"))) {
            TestServer.execute(primary.config(), Ledger.TABLE);
            try (TestStandby standby = TestStandby.of(primary)) {
                standby.follow();
                DatabaseConfig config = both(primary.config(), standby.config());
                try (Database database = Database.open(
                        config.withTimeouts(config.timeouts().withStatement(java.time.Duration.ofSeconds(1))))) {
                    ledger.during(database, WRITERS, () -> {
                        primary.freeze();
                        standby.promote();
                    });
                    ledger.during(database, WRITERS, primary::thaw);
                    assertThat(database.health().role()).isEqualTo(Health.Role.PRIMARY);
                }
                ledger.requireKept(standby.config());
            }
        }
    }

    private static DatabaseConfig both(DatabaseConfig one, DatabaseConfig other) {
        String second = other.jdbcUrl().replaceAll("jdbc:postgresql://([^/]*)/.*", "$1");
        String url = one.jdbcUrl().replaceFirst("//([^/]*)/", "//$1," + second + "/");
        return DatabaseConfig.of(url, one.user(), one.password());
    }

    private static DatabaseConfig in(PoolSettings.Mode mode, DatabaseConfig config) {
        return config.withPool(config.pool().withMode(mode));
    }
}
