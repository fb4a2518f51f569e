package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.PoolSettings;
import dev.stele.core.error.Unavailable;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two real servers: what an old primary takes after another was promoted would be lost, so it takes nothing. */
@Tag("once")
class FencingIT {
    private TestServer primary;
    private TestStandby standby;
    private FaultProxy proxy;

    @BeforeEach
    void start() {
        primary = TestServer.start(Map.of());
        TestServer.execute(primary.config(), "create table item (id int)");
        standby = TestStandby.of(primary);
        proxy = FaultProxy.before(primary.config());
    }

    @AfterEach
    void stop() {
        proxy.close();
        standby.close();
        primary.close();
    }

    @Test
    void refusesAnOldPrimaryThatComesBack() {
        try (CapturedLog log = new CapturedLog();
                Database database = Database.open(quick(proxy.config(primary.config())))) {
            insert(database, 1);
            standby.promote();
            lead(standby.config());
            untilItWorks(database, 2);
            lead(primary.config());

            Unavailable error = refusal(database);

            assertThat(error)
                    .hasMessage("PostgreSQL at " + proxy.address() + " is an old primary: it is on timeline 1,"
                            + " and a server of its cluster was on 2 already"
                            + "\n  hint: make that server a standby of the new primary (pg_rewind),"
                            + " and keep it from starting as more");
            assertThat(log.lines("ERROR"))
                    .singleElement()
                    .asString()
                    .endsWith("is an old primary: it is on timeline 1, and a server of its cluster was on 2 already:"
                            + " what it acknowledges is lost when it becomes a standby");
            assertThat(rows(primary.config())).as("rows the old primary took").isEqualTo("1");

            lead(standby.config());
            untilItWorks(database, 3);
            assertThat(database.work().fenced()).isPositive();
        }
    }

    @Test
    void letsGoOfConnectionsToTheOldPrimaryWhenAPromotionIsSeen() throws Exception {
        try (Database database = Database.open(proxy.config(primary.config()))) {
            together(database, 3);
            standby.promote();
            proxy.pointAt(standby.config());

            together(database, 4);

            String port = standby.config().jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1");
            for (int i = 0; i < 20; i++) {
                assertThat(ask(database, "select inet_server_port()")).isEqualTo(port);
            }
        }
    }

    @Test
    void commitsNothingOnAPrimaryThatWasReplacedMeanwhile() throws Exception {
        try (Database database = Database.open(proxy.config(primary.config()))) {
            Unavailable error =
                    catchThrowableOfType(Unavailable.class, () -> database.tx().run(() -> {
                        insert(database, 1);
                        standby.promote();
                        proxy.pointAt(standby.config());
                        elsewhere(() -> together(database, 3));
                    }));

            assertThat(error)
                    .hasMessage("another server than the one at " + proxy.address()
                            + " was promoted during the transaction: nothing of it was kept"
                            + "\n  hint: run the whole transaction again");
            assertThat(rows(primary.config())).isEqualTo("0");
        }
    }

    @Test
    void doesNotCallAStatementDoneThatAReplacedPrimaryTook() throws Exception {
        try (Database database = Database.open(proxy.config(primary.config()))) {
            Unavailable error = catchThrowableOfType(
                    Unavailable.class,
                    () -> database.sql(connection -> {
                        try (Statement statement = connection.createStatement()) {
                            statement.execute("insert into item values (1)");
                        }
                        standby.promote();
                        proxy.pointAt(standby.config());
                        elsewhere(() -> together(database, 3));
                        return 1;
                    }));

            assertThat(error)
                    .hasMessage("another server than the one at " + proxy.address()
                            + " was promoted meanwhile: whether what was written survives is unknown"
                            + "\n  hint: look for what was written, on the new primary, before doing it again");
        }
    }

    @ParameterizedTest
    @EnumSource
    void doesNotTakeAClusterMadeAnewForAnOldPrimary(PoolSettings.Mode mode) {
        standby.promote();
        proxy.pointAt(standby.config());
        DatabaseConfig config = proxy.config(primary.config());
        try (TestServer fresh = TestServer.start(Map.of());
                Database database = Database.open(config.withPool(config.pool().withMode(mode)))) {
            assertThat(ask(database, "select 1")).isEqualTo("1");
            TestServer.execute(fresh.config(), "alter role postgres password '" + config.password() + "'");
            lead(fresh.config());

            untilItWorks(database, 0);
        }
    }

    @Test
    void worksWithAServerThatDoesNotTellItsTimeline() {
        TestServer.execute(primary.config(), "create role app login password 'app'");
        TestServer.execute(primary.config(), "revoke execute on function pg_walfile_name(pg_lsn) from public");
        DatabaseConfig app = DatabaseConfig.of(primary.config().jdbcUrl(), "app", "app");
        try (Database database = Database.open(app)) {
            assertThat(ask(database, "select current_user")).isEqualTo("app");
        }
    }

    /** Leads all connections to another server, as a virtual address that moves. */
    private void lead(DatabaseConfig server) {
        proxy.pointAt(server);
        proxy.reset();
    }

    private static DatabaseConfig quick(DatabaseConfig config) {
        return config.withPool(config.pool().withAcquireTimeout(Duration.ofSeconds(2)));
    }

    /** Tries until the pool has noticed that its connections are dead. */
    private static Unavailable refusal(Database database) {
        for (int attempt = 0; attempt < 20; attempt++) {
            Unavailable error = catchThrowableOfType(Unavailable.class, () -> insert(database, 9));
            assertThat(error).as("a write that the old primary took").isNotNull();
            if (error.getMessage().contains("old primary")) {
                return error;
            }
        }
        throw new AssertionError("the old primary was never recognised");
    }

    private static void untilItWorks(Database database, int id) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try {
                ask(database, id == 0 ? "select 1" : "insert into item values (" + id + ") returning id");
                return;
            } catch (Unavailable e) {
                assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            }
        }
    }

    /** Has so many connections lent at once, so that new ones are opened. */
    private static void together(Database database, int count) throws Exception {
        CountDownLatch all = new CountDownLatch(count);
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> lent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                lent.add(threads.submit(() -> lendUntil(database, all)));
            }
            for (Future<?> one : lent) {
                one.get(20, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void lendUntil(Database database, CountDownLatch all) {
        try {
            database.sql(connection -> {
                all.countDown();
                try {
                    return all.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        } catch (Unavailable outlived) {
            assertThat(outlived).hasMessageContaining("was promoted meanwhile");
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void elsewhere(Step step) {
        try {
            step.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void insert(Database database, int id) {
        ask(database, "insert into item values (" + id + ") returning id");
    }

    private static String rows(DatabaseConfig server) {
        try (Database direct = Database.open(server)) {
            return ask(direct, "select count(*) from item");
        }
    }

    private static String ask(Database database, String sql) {
        return database.sql(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        });
    }
}
