package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.stele.core.CommitProxy.Loss;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.Unavailable;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

/** A pool of the application's own: what it does not know of is lost and doubled there as little as in ours. */
class GivenSourceIT {
    private static final int WRITERS = 4;

    @RegisterExtension
    static final PostgresExtension postgres =
            PostgresExtension.freshDatabase().withSql("create table item (id int not null)");

    @Test
    void aServerThatIsKilledAndComesBackLosesNothing() throws Exception {
        Ledger ledger = new Ledger();
        try (TestServer server = TestServer.start(Map.of("synchronous_commit", "on"))) {
            TestServer.execute(server.config(), Ledger.TABLE);
            try (HikariDataSource pool = pool(server.config().jdbcUrl(), server.config());
                    Database database = Database.open(pool)) {
                ledger.during(database, WRITERS, () -> {
                    server.kill();
                    server.restart();
                });
            }
            ledger.requireKept(server.config());
        }
    }

    @Test
    void aReceiptTellsOfALostCommitThereToo() throws Exception {
        try (CommitProxy proxy = new CommitProxy(postgres.jdbcUrl());
                HikariDataSource pool = pool("jdbc:" + proxy.jdbcUrl(), postgres.config());
                Database database = Database.open(pool)) {
            // The first one makes its table.
            database.tx().receipt().run(() -> insert(database, 0));
            proxy.lose(Loss.ANSWER);
            database.tx().receipt().run(() -> insert(database, 1));
            proxy.lose(Loss.REQUEST);
            assertThatExceptionOfType(Unavailable.class)
                    .isThrownBy(() -> database.tx().receipt().run(() -> insert(database, 2)))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Unavailable.Outcome.NOTHING_KEPT));
            proxy.lose(Loss.REQUEST);
            database.tx().receipt().retry(3).run(() -> insert(database, 3));
        }
        assertThat(postgres.query("select id from item where id < 4 order by id"))
                .extracting(row -> row.get(0))
                .containsExactly(0, 1, 3);
    }

    @Test
    void itsConnectionsAreGivenBackCleanAndItStaysOpen() {
        try (HikariDataSource pool = pool(postgres.jdbcUrl(), postgres.config())) {
            try (Database database = Database.open(pool)) {
                assertThatExceptionOfType(Misuse.class)
                        .isThrownBy(() -> database.tx().readOnly().run(() -> insert(database, 4)));
                assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(() -> database.tx().run(() -> {
                            insert(database, 4);
                            throw new IllegalStateException("undone");
                        }));
                insert(database, 5);
            }
            assertThat(pool.isClosed()).isFalse();
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
        assertThat(postgres.query("select id from item where id in (4, 5)"))
                .extracting(row -> row.get(0))
                .containsExactly(5);
    }

    private static HikariDataSource pool(String url, DatabaseConfig credentials) {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setUrl(url);
        driver.setUser(credentials.user());
        driver.setPassword(credentials.password());
        HikariConfig settings = new HikariConfig();
        settings.setDataSource(driver);
        settings.setMaximumPoolSize(WRITERS);
        return new HikariDataSource(settings);
    }

    private static void insert(Database database, int id) {
        database.sql(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("insert into item values (" + id + ")");
            }
        });
    }
}
