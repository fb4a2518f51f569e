package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ten times more callers than connections: all get their turn or an error in time, and the server is not overrun. */
@Tag("once")
class StormIT {
    private static final int POOL = 4;
    private static final int CALLERS = 10 * POOL;

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @Test
    void everyCallerGetsItsTurnOverNoMoreConnectionsThanThePoolHas() throws Exception {
        AtomicInteger most = new AtomicInteger();
        try (Database database = Database.open(pool(postgres.config(), Duration.ofSeconds(20)))) {
            List<Callable<Integer>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(() -> {
                    for (int call = 0; call < 50; call++) {
                        int open = Integer.parseInt(ask(
                                database,
                                "select count(*) from pg_stat_activity"
                                        + " where datname = current_database() and application_name = 'stele'"));
                        most.accumulateAndGet(open, Math::max);
                    }
                    return 50;
                });
            }

            assertThat(together(callers)).containsOnly(50);
        }
        assertThat(most.get()).isBetween(2, POOL);
    }

    @Test
    void whoWaitsLongestIsServedFirst() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try (Database database = Database.open(pool(postgres.config(), Duration.ofSeconds(20)))) {
            List<AtomicInteger> served = new ArrayList<>();
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                AtomicInteger own = new AtomicInteger();
                served.add(own);
                callers.add(threads.submit(() -> {
                    while (!stop.get()) {
                        ask(database, "select pg_sleep(0.001)::text");
                        own.incrementAndGet();
                    }
                }));
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (served.stream().mapToInt(AtomicInteger::get).min().orElse(0) < 10) {
                assertThat(System.nanoTime()).as("deadline, served: %s", served).isLessThan(end);
                Thread.onSpinWait();
            }
            stop.set(true);
            for (Future<?> caller : callers) {
                caller.get(30, TimeUnit.SECONDS);
            }
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
    }

    @Test
    void whoWaitsTooLongIsToldSo() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(POOL);
        try (Database database = Database.open(pool(postgres.config(), Duration.ofSeconds(1)))) {
            CountDownLatch all = new CountDownLatch(POOL);
            List<Future<Boolean>> holders = new ArrayList<>();
            for (int i = 0; i < POOL; i++) {
                holders.add(threads.submit(() -> database.sql(connection -> hold(all, done))));
            }
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();

            long began = System.nanoTime();
            assertThatExceptionOfType(Unavailable.class)
                    .isThrownBy(() -> ask(database, "select 1"))
                    .withMessageMatching(
                            "no connection to \\S+ was to be had within 1000 ms: 4 of 4 in use, \\d+ callers waiting"
                                    + "\n  hint: make transactions shorter, or the pool larger")
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Unavailable.Outcome.NOTHING_KEPT));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));

            done.countDown();
            for (Future<Boolean> holder : holders) {
                assertThat(holder.get(20, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(ask(database, "select 1")).isEqualTo("1");
        } finally {
            done.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void whoHasALimitOfHisOwnWaitsNoLongerThanThat() {
        try (Database database = Database.open(single())) {
            database.tx().run(() -> {
                ask(database, "select 1");
                long began = System.nanoTime();

                Throwable error = endOf(elsewhere(
                        () -> database.tx().timeout(Duration.ofMillis(200)).run(() -> ask(database, "select 1"))));

                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1200));
                assertThat(error)
                        .isInstanceOf(Unavailable.class)
                        .hasMessageMatching("no connection to \\S+ was to be had within (200|1\\d\\d) ms:"
                                + " 1 of 1 in use, 0 callers waiting"
                                + "\n  hint: make transactions shorter, or the pool larger");
            });
        }
    }

    @Test
    void whoIsInterruptedWhileHeWaitsIsToldSo() {
        try (Database database = Database.open(single())) {
            database.tx().run(() -> {
                ask(database, "select 1");
                FutureTask<Object> waiting = new FutureTask<>(() -> ask(database, "select 1"));
                Thread waiter = new Thread(waiting);
                waiter.start();
                while (database.pool().waiting() == 0) {
                    Thread.onSpinWait();
                }

                waiter.interrupt();

                assertThat(endOf(waiting))
                        .isInstanceOf(Unavailable.class)
                        .hasMessageMatching("the thread was interrupted while it waited for a connection to \\S+"
                                + "\n  hint: let the interrupted thread end");
            });
        }
    }

    private static DatabaseConfig single() {
        DatabaseConfig config = postgres.config();
        return config.withPool(config.pool().withMaxSize(1).withAcquireTimeout(Duration.ofSeconds(20)));
    }

    private static FutureTask<Object> elsewhere(Runnable work) {
        FutureTask<Object> task = new FutureTask<>(work, null);
        new Thread(task).start();
        return task;
    }

    private static Throwable endOf(Future<Object> task) {
        return catchThrowableOfType(ExecutionException.class, () -> task.get(30, TimeUnit.SECONDS))
                .getCause();
    }

    @Test
    void aServerWithTooFewConnectionsServesOverThoseItHas() throws Exception {
        try (TestServer small = TestServer.start(
                Map.of("max_connections", "6", "superuser_reserved_connections", "3", "max_wal_senders", "0"))) {
            TestServer.execute(small.config(), "create role app login password 'app'");
            DatabaseConfig app = DatabaseConfig.of(small.config().jdbcUrl(), "app", "app");
            try (Database database = Database.open(pool(app, Duration.ofSeconds(20)))) {
                List<Callable<String>> callers = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    callers.add(() -> ask(database, "select pg_sleep(0.02)::text || 'done'"));
                }

                assertThat(together(callers)).containsOnly("done");
            }
        }
    }

    @Test
    void aServerWithoutAConnectionLeftIsToldFromABusyPool() throws Exception {
        try (TestServer small = TestServer.start(
                Map.of("max_connections", "6", "superuser_reserved_connections", "3", "max_wal_senders", "0"))) {
            TestServer.execute(small.config(), "create role app login password 'app'");
            DatabaseConfig app = DatabaseConfig.of(small.config().jdbcUrl(), "app", "app");
            CountDownLatch done = new CountDownLatch(1);
            CountDownLatch all = new CountDownLatch(3);
            ExecutorService threads = Executors.newFixedThreadPool(3);
            try (Database database = Database.open(pool(app, Duration.ofSeconds(1)));
                    Database unpooled = Database.open(pool(small.config(), Duration.ofSeconds(1))
                            .withPool(PoolSettings.DEFAULT.withMode(PoolSettings.Mode.UNPOOLED)))) {
                for (int i = 0; i < 3; i++) {
                    threads.submit(() -> database.sql(connection -> hold(all, done)));
                }
                assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();

                Unavailable error = catchThrowableOfType(Unavailable.class, () -> ask(database, "select 1"));

                assertThat(error)
                        .hasMessageMatching("PostgreSQL at \\S+ had no connection left within 1000 ms:"
                                + " the pool has 3 of 4, \\d+ callers waiting"
                                + "\n  hint: raise max_connections, or make the pools of all processes smaller");
                assertThat(ask(unpooled, "select 1")).as("a superuser's").isEqualTo("1");
                done.countDown();
                assertThat(ask(database, "select 1")).isEqualTo("1");
            } finally {
                done.countDown();
                threads.shutdownNow();
            }
        }
    }

    private static boolean hold(CountDownLatch all, CountDownLatch done) {
        all.countDown();
        try {
            return done.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DatabaseConfig pool(DatabaseConfig config, Duration acquire) {
        return config.withPool(config.pool().withMaxSize(POOL).withAcquireTimeout(acquire));
    }

    private static <T> List<T> together(List<Callable<T>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<T> all = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(work)) {
                all.add(one.get(2, TimeUnit.MINUTES));
            }
            return all;
        } finally {
            threads.shutdownNow();
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
