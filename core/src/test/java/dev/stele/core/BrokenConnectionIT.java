package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.PoolSettings;
import dev.stele.core.error.ErrorKind;
import dev.stele.core.error.TimedOut;
import dev.stele.core.error.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BrokenConnectionIT {
    @RegisterExtension
    static final PostgresExtension postgres =
            PostgresExtension.freshDatabase().withSql("create table item (id int primary key)");

    enum Source {
        POOLED,
        UNPOOLED,
        GIVEN;

        Database open() {
            DatabaseConfig config = postgres.config();
            return switch (this) {
                case POOLED, UNPOOLED -> Database.open(settings(config));
                case GIVEN -> Database.open(postgres.dataSource());
            };
        }

        DatabaseConfig settings(DatabaseConfig config) {
            return this == UNPOOLED ? config.withPool(config.pool().withMode(PoolSettings.Mode.UNPOOLED)) : config;
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysUnavailableAndWorksAgainAtTheNextCall(Source source) {
        try (Database database = source.open()) {
            assertThatExceptionOfType(Unavailable.class)
                    .isThrownBy(() -> database.sql(connection -> {
                        terminate(pid(database, connection));
                        return ask(connection, "select 1");
                    }))
                    .satisfies(e -> {
                        assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
                        assertThat(e)
                                .hasMessage(
                                        "the connection to PostgreSQL at " + place(source)
                                                + " was lost or refused"
                                                + "\n  hint: try again; what a single statement outside a transaction did is unknown");
                    });

            assertThat(ask(database, "select 1")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsNothingOfATransactionThatBroke(Source source) {
        postgres.execute("truncate item");
        try (Database database = source.open()) {
            assertThatExceptionOfType(Unavailable.class)
                    .isThrownBy(() -> database.tx().run(() -> {
                        ask(database, "insert into item values (1) returning id");
                        terminate(database.sql(connection -> pid(database, connection)));
                        ask(database, "insert into item values (2) returning id");
                    }))
                    .withMessage("the connection to PostgreSQL at " + place(source)
                            + " was lost in a transaction: nothing of it was kept"
                            + "\n  hint: run the whole transaction again");

            assertThat(database.inTransaction()).isFalse();
            assertThat(ask(database, "select count(*) from item")).isEqualTo("0");
        }
    }

    @Test
    void saysThatTheOutcomeOfABrokenCommitIsUnknown() {
        try (Database database = Database.open(postgres.config())) {
            Unavailable error =
                    catchThrowableOfType(Unavailable.class, () -> database.tx().run(() -> {
                        ask(database, "select 1");
                        terminate(database.sql(connection -> pid(database, connection)));
                    }));

            assertThat(error)
                    .hasMessage("the connection to " + address(postgres.jdbcUrl())
                            + " broke during a commit: whether it was made is unknown"
                            + "\n  hint: look for what the transaction wrote before doing it again");
            assertThat(ask(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void throwsAwayIdleConnectionsWhenOneBroke() throws Exception {
        try (Database database = Database.open(postgres.config())) {
            openTogether(database, 5);
            assertThat(database.health().pool().idle()).isGreaterThanOrEqualTo(4);
            postgres.query("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where datname = current_database() and application_name = 'stele'");

            assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> ask(database, "select 1"));

            for (int i = 0; i < 10; i++) {
                assertThat(ask(database, "select 1")).isEqualTo("1");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POOLED", "UNPOOLED"})
    void saysThatTheServerDoesNotAnswer(Source source) {
        try (TestServer server = TestServer.start(Map.of());
                Database database = Database.open(source.settings(quick(server.config())))) {
            server.kill();
            // The first call may still meet the connection that broke.
            assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> ask(database, "select 1"));

            assertThatExceptionOfType(Unavailable.class)
                    .isThrownBy(() -> ask(database, "select 1"))
                    .withMessage("PostgreSQL at " + address(server.config().jdbcUrl()) + " does not answer"
                            + (source == Source.POOLED ? " within 2000 ms" : "")
                            + ": ConnectException: Connection refused"
                            + "\n  hint: start the server, or correct its host and port in the settings");
        }
    }

    @Test
    void survivesTheServersDeath() {
        try (TestServer server = TestServer.start(Map.of());
                Database database = Database.open(quick(server.config()))) {
            assertThat(ask(database, "select 1")).isEqualTo("1");

            server.kill();
            assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> ask(database, "select 1"));
            assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> ask(database, "select 1"));
            server.restart();

            assertThat(ask(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void saysTimedOutWhenTheServerEndedAnIdleTransaction() {
        DatabaseConfig config = postgres.config();
        try (Database database =
                Database.open(config.withTimeouts(config.timeouts().withIdleInTransaction(Duration.ofMillis(100))))) {
            assertThatExceptionOfType(TimedOut.class)
                    .isThrownBy(() -> database.tx().run(() -> {
                        int pid = database.sql(connection -> pid(database, connection));
                        untilGone(pid);
                        ask(database, "select 1");
                    }))
                    .withMessage("""
                            the server ended a transaction that took or paused longer than its limit
                              hint: do less in one transaction, and nothing slow outside the database""");

            assertThat(ask(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void neverTakesACommitThatNoStandbyConfirmedForASuccess() throws Exception {
        try (TestServer server =
                        TestServer.start(Map.of("synchronous_standby_names", "nobody", "synchronous_commit", "on"));
                Database database = Database.open(server.config())) {
            database.sql(connection -> {
                try (var statement = connection.createStatement()) {
                    statement.execute("set synchronous_commit = local");
                    statement.execute("create table item (id int)");
                    return statement.execute("reset synchronous_commit");
                }
            });
            ExecutorService other = Executors.newSingleThreadExecutor();
            try {
                Future<Unavailable> error =
                        other.submit(() -> catchThrowableOfType(Unavailable.class, () -> database.tx()
                                .run(() -> ask(database, "insert into item values (1) returning id"))));
                until(() -> ask(
                                database,
                                "select count(pg_cancel_backend(pid)) from pg_stat_activity where wait_event = 'SyncRep'")
                        .equals("1"));

                assertThat(error.get(20, TimeUnit.SECONDS))
                        .hasMessage(
                                "a commit was made on "
                                        + address(server.config().jdbcUrl())
                                        + " but its wait for a standby was cut off: whether it survives is unknown"
                                        + "\n  hint: look for what the transaction wrote, on the primary, before doing it again");
            } finally {
                other.shutdownNow();
            }
        }
    }

    private static String place(Source source) {
        return source == Source.GIVEN ? "the given data source" : address(postgres.jdbcUrl());
    }

    private static String address(String jdbcUrl) {
        return jdbcUrl.replaceAll("jdbc:postgresql://([^/]*)/.*", "$1");
    }

    private static DatabaseConfig quick(DatabaseConfig config) {
        return config.withPool(config.pool().withAcquireTimeout(Duration.ofSeconds(2)));
    }

    private static void openTogether(Database database, int connections) throws Exception {
        CountDownLatch all = new CountDownLatch(connections);
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        List<Future<Boolean>> open = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            open.add(threads.submit(() -> database.sql(connection -> {
                all.countDown();
                return awaited(all);
            })));
        }
        for (Future<Boolean> one : open) {
            assertThat(one.get(20, TimeUnit.SECONDS)).isTrue();
        }
        threads.shutdown();
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void untilGone(int pid) {
        until(() -> postgres.query("select 1 from pg_stat_activity where pid = ?", pid)
                .isEmpty());
    }

    private static void until(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static int pid(Database database, java.sql.Connection connection) throws java.sql.SQLException {
        assertThat(database).isNotNull();
        return Integer.parseInt(ask(connection, "select pg_backend_pid()"));
    }

    private static void terminate(int pid) {
        postgres.query("select pg_terminate_backend(?)", pid);
        untilGone(pid);
    }

    private static String ask(Database database, String sql) {
        return database.sql(connection -> ask(connection, sql));
    }

    private static String ask(java.sql.Connection connection, String sql) throws java.sql.SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
