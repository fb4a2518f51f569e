package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.PoolSettings.Mode;
import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.Unavailable;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase()
            .withSql(
                    "create table item (id int primary key)",
                    "do $$ begin if not exists (select 1 from pg_roles where rolname = 'stele_it_reader')"
                            + " then create role stele_it_reader; end if; end $$",
                    "grant select on item to stele_it_reader");

    @BeforeEach
    void clear() {
        postgres.execute("truncate item");
    }

    @Test
    void runsAStatementInAutocommit() {
        try (Database database = Database.open(postgres.config())) {
            boolean autocommit = database.sql(connection -> connection.getAutoCommit());

            assertThat(autocommit).isTrue();
            assertThat(database.inTransaction()).isFalse();
        }
    }

    @Test
    void opensOneConnectionForEachUnitOfWorkWhenUnpooled() {
        try (Database database = Database.open(mode(Mode.UNPOOLED))) {
            String first = ask(database, "select pg_backend_pid()");
            String second = ask(database, "select pg_backend_pid()");
            boolean same = database.tx().call(() -> ask(database, "select pg_backend_pid()")
                    .equals(ask(database, "select pg_backend_pid()")));

            assertThat(first).isNotEqualTo(second);
            assertThat(same).isTrue();
            assertThat(database.health().pool()).isEqualTo(new Health.Pool(0, 0, 0, 0));
        }
    }

    @Test
    void keepsConnectionsWhenPooled() {
        try (Database database = Database.open(mode(Mode.POOLED))) {
            String first = ask(database, "select pg_backend_pid()");

            assertThat(ask(database, "select pg_backend_pid()")).isEqualTo(first);
        }
    }

    @Test
    void tellsHowItIs() {
        DatabaseConfig config = postgres.config();
        try (Database database = Database.open(config.withPool(config.pool().withMaxSize(3)))) {
            ask(database, "select 1");
            Health health = database.health();

            assertThat(health.pool().max()).isEqualTo(3);
            assertThat(health.pool().active()).isZero();
            assertThat(health.pool().waiting()).isZero();
            assertThat(health.serverVersion()).startsWith(String.valueOf(postgres.majorVersion()));
            assertThat(health.roundTrip()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(5));
            assertThat(health.role()).isEqualTo(Health.Role.PRIMARY);
        }
    }

    @Test
    void namesItselfToTheServer() {
        try (Database database = Database.open(postgres.config().withApplicationName("shop"))) {
            assertThat(ask(database, "select current_setting('application_name')"))
                    .isEqualTo("shop");
        }
    }

    @ParameterizedTest
    @EnumSource
    void cleansAConnectionThatWorkLeftInATransaction(Mode mode) {
        try (Database database = Database.open(mode(mode))) {
            database.sql(connection -> {
                connection.setAutoCommit(false);
                connection.setReadOnly(false);
                return connection.createStatement().execute("insert into item values (1)");
            });

            assertThat(ask(database, "select count(*) from item")).isEqualTo("0");
            assertThat(database.<Boolean>sql(connection -> connection.getAutoCommit() && !connection.isReadOnly()))
                    .isTrue();
        }
    }

    @Test
    void givesBackACleanConnectionToTheOwnerOfTheSource() throws Exception {
        try (var kept = postgres.connect()) {
            Database database = Database.open(new OneConnection(kept));

            database.tx().readOnly().run(() -> ask(database, "select 1"));

            assertThat(kept.getAutoCommit()).isTrue();
            assertThat(kept.isReadOnly()).isFalse();
            database.close();
            assertThat(kept.isClosed()).isFalse();
        }
    }

    @Test
    void throwsAwayAConnectionWhoseRoleWasChanged() {
        try (Database database = Database.open(mode(Mode.POOLED))) {
            String before = ask(database, "select current_user");
            database.sql(connection -> connection.createStatement().execute("set role stele_it_reader"));

            assertThat(ask(database, "select current_user")).isEqualTo(before);
        }
    }

    @Test
    void waitsForAConnectionOnlyAsLongAsAllowed() throws Exception {
        DatabaseConfig config = postgres.config();
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Database database = Database.open(
                config.withPool(config.pool().withMaxSize(1).withAcquireTimeout(Duration.ofMillis(250))))) {
            Future<Boolean> holder = other.submit(() -> database.sql(connection -> {
                taken.countDown();
                return awaited(done);
            }));
            assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();

            assertThatExceptionOfType(Unavailable.class)
                    .isThrownBy(() -> ask(database, "select 1"))
                    .withMessage("""
                            no connection to %s was to be had within 250 ms: 1 of 1 in use, 0 callers waiting
                              hint: make transactions shorter, or the pool larger""".formatted(config.jdbcUrl().replaceAll("jdbc:postgresql://([^/]*)/.*", "$1")));

            done.countDown();
            assertThat(holder.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(ask(database, "select 1")).isEqualTo("1");
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void servesManyMoreThreadsThanConnections() throws Exception {
        DatabaseConfig config = postgres.config();
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try (Database database = Database.open(config.withPool(config.pool().withMaxSize(3)))) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                int first = i * 10;
                all.add(threads.submit(() -> {
                    for (int id = first; id < first + 10; id++) {
                        String insert = "insert into item values (" + id + ") returning id";
                        database.tx().run(() -> ask(database, insert));
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get(30, TimeUnit.SECONDS);
            }

            assertThat(ask(database, "select count(*) from item")).isEqualTo("320");
            assertThat(database.health().pool().active()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void bindsATransactionToItsThread() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Database database = Database.open(postgres.config())) {
            database.tx().run(() -> {
                ask(database, "insert into item values (1) returning id");
                Future<String> seen =
                        other.submit(() -> database.inTransaction() + " " + ask(database, "select count(*) from item"));
                assertThat(seen).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("false 0");
            });
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void leavesTheLoginTimeoutOfTheProcessAlone() {
        int before = DriverManager.getLoginTimeout();

        Database.open(postgres.config()).close();

        assertThat(DriverManager.getLoginTimeout()).isEqualTo(before);
    }

    @Test
    void refusesAClassThatIsNoEntityWhenItIsOpened() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Database.open(postgres.config(), String.class))
                .withMessage("""
                        the entities cannot be mapped:
                          - java.lang.String is not an entity
                          hint: annotate it with @Entity, or open the database without it""");
    }

    @Test
    void refusesToWorkAfterItIsClosed() {
        Database database = Database.open(postgres.config());
        database.close();
        database.close();

        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> database.sql(connection -> null))
                .withMessage("the database is closed\n  hint: keep it open until the last unit of work has ended");
        assertThatExceptionOfType(Misuse.class).isThrownBy(() -> database.tx().run(() -> {}));
    }

    private static DatabaseConfig mode(Mode mode) {
        DatabaseConfig config = postgres.config();
        return config.withPool(config.pool().withMode(mode));
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String ask(Database database, String sql) {
        return database.sql(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        });
    }
}
