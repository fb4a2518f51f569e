package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stele.core.error.Duplicate;
import dev.stele.core.error.Retryable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RetryIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase()
            .withSql("create table account (id int primary key, balance int not null)");

    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.open(postgres.config());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void fill() {
        postgres.execute("truncate account", "insert into account values (1, 100), (2, 100)");
    }

    @Test
    void conservesTheSumUnderSerializationFailures() throws Exception {
        AtomicInteger attempts = new AtomicInteger();

        inParallel(4, thread -> {
            for (int i = 0; i < 25; i++) {
                database.tx().serializable().retry(200).run(() -> {
                    attempts.incrementAndGet();
                    int from = balance(1);
                    int to = balance(2);
                    set(1, from - 1);
                    set(2, to + 1);
                });
            }
        });

        assertThat(balance(1)).isZero();
        assertThat(balance(2)).isEqualTo(200);
        assertThat(attempts.get()).as("some attempts met each other").isGreaterThan(100);
    }

    @Test
    void boundsTheAttemptsOfManyThreadsThatMeet() throws Exception {
        int threads = 24;
        int transfers = 10;
        int allowed = 50;
        postgres.execute("insert into account select i, 100 from generate_series(3, 12) i");
        long retriesBefore = database.work().retries();
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        inParallel(threads, thread -> {
            Random random = new Random(thread);
            for (int i = 0; i < transfers; i++) {
                int from = 1 + random.nextInt(12);
                int to = 1 + (from + random.nextInt(11)) % 12;
                int[] own = new int[1];
                database.tx().serializable().retry(allowed).run(() -> {
                    attempts.incrementAndGet();
                    own[0]++;
                    int balance = balance(from);
                    int other = balance(to);
                    set(from, balance - 1);
                    set(to, other + 1);
                });
                most.accumulateAndGet(own[0], Math::max);
            }
        });

        assertThat(postgres.value(Long.class, "select sum(balance) from account"))
                .isEqualTo(1200);
        assertThat(database.work().retries() - retriesBefore).isEqualTo(attempts.get() - threads * transfers);
        assertThat(most.get()).as("attempts for one transfer").isBetween(2, allowed);
        assertThat(database.work().withoutConnection())
                .as("callers without a connection")
                .isZero();
    }

    @Test
    void resolvesADeadlock() throws Exception {
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        AtomicInteger attempts = new AtomicInteger();

        inParallel(2, thread -> {
            boolean[] first = {true};
            database.tx().retry(5).run(() -> {
                attempts.incrementAndGet();
                set(1 + thread, 7);
                if (first[0]) {
                    first[0] = false;
                    await(bothHoldOne);
                }
                set(2 - thread, 7);
            });
        });

        assertThat(attempts).hasValue(3);
        assertThat(balance(1) + balance(2)).isEqualTo(14);
    }

    @Test
    void saysThatADeadlockIsRetryable() {
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> inParallel(2, thread -> database.tx().run(() -> {
                    set(1 + thread, 7);
                    await(bothHoldOne);
                    set(2 - thread, 7);
                })))
                .havingCause()
                .isInstanceOf(Retryable.class)
                .withMessage("""
                        the transaction and another one waited for each other's locks
                          hint: run the whole transaction again, as tx().retry(...) does; let all take their locks in one order""");
    }

    @Test
    void givesUpAfterTheAttemptsAllowed() {
        AtomicInteger attempts = new AtomicInteger();
        List<String> afterCommit = new ArrayList<>();

        assertThatExceptionOfType(Retryable.class)
                .isThrownBy(() -> database.tx().repeatableRead().retry(3).run(() -> {
                    attempts.incrementAndGet();
                    database.afterCommit(() -> afterCommit.add("committed"));
                    meetAnother();
                }))
                .withMessageMatching("""
                        the unit of work met other transactions in each of 3 attempts within \\d\\.\\d s
                          hint: make it shorter, let it take its locks in one order, or allow more attempts""")
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo("40001"));

        assertThat(attempts).hasValue(3);
        assertThat(afterCommit).isEmpty();
    }

    @Test
    void beginsNoAttemptAfterTheBudget() {
        AtomicInteger attempts = new AtomicInteger();

        assertThatExceptionOfType(Retryable.class).isThrownBy(() -> database.tx()
                .repeatableRead()
                .retry(100, Duration.ZERO)
                .run(() -> {
                    attempts.incrementAndGet();
                    meetAnother();
                }));

        assertThat(attempts).hasValue(1);
    }

    @Test
    void runsWorkAfterCommitOnceHoweverManyAttempts() {
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger afterCommit = new AtomicInteger();

        database.tx().repeatableRead().retry(5).run(() -> {
            database.afterCommit(afterCommit::incrementAndGet);
            if (attempts.incrementAndGet() < 3) {
                meetAnother();
            }
        });

        assertThat(attempts).hasValue(3);
        assertThat(afterCommit).hasValue(1);
    }

    @Test
    void leavesARetryToTheOutermost() {
        AtomicInteger inner = new AtomicInteger();
        AtomicInteger outer = new AtomicInteger();

        assertThatExceptionOfType(Retryable.class)
                .isThrownBy(() -> database.tx().repeatableRead().retry(2).run(() -> {
                    outer.incrementAndGet();
                    database.tx().repeatableRead().retry(7).run(() -> {
                        inner.incrementAndGet();
                        meetAnother();
                    });
                }));

        assertThat(outer).hasValue(2);
        assertThat(inner).hasValue(2);
    }

    @Test
    void doesNotRetryWhatStaysWrong() {
        AtomicInteger attempts = new AtomicInteger();

        assertThatExceptionOfType(Duplicate.class)
                .isThrownBy(() -> database.tx().retry(5).run(() -> {
                    attempts.incrementAndGet();
                    run("insert into account values (1, 0)");
                }));

        assertThat(attempts).hasValue(1);
    }

    @Test
    void doesNotRetryALockThatIsTaken() {
        AtomicInteger attempts = new AtomicInteger();

        database.tx().run(() -> {
            set(1, 5);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(
                            () -> inParallel(1, thread -> database.tx().retry(5).run(() -> {
                                attempts.incrementAndGet();
                                run("select * from account where id = 1 for update nowait");
                            })))
                    .havingCause()
                    .withMessage("""
                            a lock was not to be had within the time allowed
                              hint: run the transaction again later""");
        });

        assertThat(attempts).hasValue(1);
    }

    @Test
    void stopsRetryingWhenInterrupted() {
        AtomicInteger attempts = new AtomicInteger();

        assertThatExceptionOfType(Retryable.class)
                .isThrownBy(() -> database.tx().repeatableRead().retry(50).run(() -> {
                    attempts.incrementAndGet();
                    meetAnother(() -> Thread.currentThread().interrupt());
                }));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(attempts).hasValue(1);
    }

    @Test
    void refusesNoAttempts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> database.tx().retry(0))
                .withMessage("attempts must be at least 1 but was 0");
    }

    /** Reads a row, lets another transaction change it, and changes it too: a serialization failure every time. */
    private static void meetAnother() {
        meetAnother(() -> {});
    }

    private static void meetAnother(Runnable meanwhile) {
        int seen = balance(1);
        postgres.execute("update account set balance = balance + 1 where id = 1");
        meanwhile.run();
        set(1, seen + 1);
    }

    private interface Work {
        void run(int thread) throws Exception;
    }

    private static void inParallel(int threads, Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                all.add(pool.submit(() -> {
                    work.run(thread);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int balance(int id) {
        return database.sql(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("select balance from account where id = " + id)) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    private static void set(int id, int balance) {
        run("update account set balance = " + balance + " where id = " + id);
    }

    private static void run(String sql) {
        database.sql(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }
}
