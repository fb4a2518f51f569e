package dev.stele.examples.cluster;

import dev.stele.core.Database;
import dev.stele.core.FaultProxy;
import dev.stele.core.Health;
import dev.stele.core.TestServer;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.Timeouts;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.LongConsumer;
import org.assertj.core.api.AutoCloseableSoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Threads at work while everything breaks by turns: a short slice of what the command in docs/reliability.md runs.
 *
 * <p>{@code -Dstele.soak.duration=10m} says how long, {@code -Dstele.soak.threads} by how many threads,
 * {@code -Dstele.soak.seed} repeats the choice of the faults.
 */
class SoakIT {
    private static final Duration DURATION = Duration.parse(
            "PT" + System.getProperty("stele.soak.duration", "25s").toUpperCase(Locale.ROOT));
    private static final int THREADS = Integer.getInteger("stele.soak.threads", 24);
    private static final long SEED = Long.getLong("stele.soak.seed", System.nanoTime());
    private static final int POOL = 8;
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final long GROWTH = 24 << 20;

    static {
        // The pool tells of each connection that broke, at length.
        System.setProperty("org.slf4j.simpleLogger.log.com.zaxxer.hikari", "off");
    }

    private final long began = System.nanoTime();

    @TempDir
    Path folder;

    @Test
    void nothingIsLostDoubledOrLeakedWhileEverythingBreaksByTurns() throws Exception {
        System.out.printf("%d threads for %s with -Dstele.soak.seed=%d%n", THREADS, DURATION, SEED);
        // As an installation has it: what is acknowledged outlives the death of the processes.
        Map<String, String> settings = Map.of(
                "synchronous_commit", "on", "fsync", "on", "full_page_writes", "on", "deadlock_timeout", "100ms");
        try (TestServer server = TestServer.start(settings);
                FaultProxy proxy = FaultProxy.before(server.config());
                Ledger proven = new Ledger(folder.resolve("proven"));
                Ledger plain = new Ledger(folder.resolve("plain"));
                AutoCloseableSoftAssertions softly = new AutoCloseableSoftAssertions()) {
            for (String table : RandomWork.TABLES) {
                ask(server, table);
            }
            LeakWatch watch = new LeakWatch();
            try (Database database = Database.open(config(proxy, server))) {
                RandomFaults faults = new RandomFaults(server, proxy, database, POOL, new Random(SEED));
                try (RandomWork work = new RandomWork(database, proven, plain, THREADS, SEED)) {
                    work.start();
                    breakByTurns(faults, work, watch, server);
                    softly.assertThat(work.stop(LONGEST))
                            .as("every thread ends")
                            .isTrue();
                    report(work, faults, database.work());
                    softly.assertThat(work.broken()).as("what cannot be").isEmpty();
                }
                requireNoneHeld(softly, database, server);
            }
            proxy.close();
            softly.assertThat(LeakWatch.await(LONGEST, () -> sessions(server) == 0))
                    .as("sessions on the server after the end, %d", sessions(server))
                    .isTrue();
            softly.assertThat(LeakWatch.await(LONGEST, () -> watch.threads().isEmpty()))
                    .as("threads left: %s", watch.threads())
                    .isTrue();
            requireKept(softly, server, proven, plain);
            System.out.printf("  growth of the heap %.1f MB%n", watch.growth() / 1048576.0);
            softly.assertThat(watch.growth()).as("growth of the heap in bytes").isLessThan(GROWTH);
        }
    }

    private static DatabaseConfig config(FaultProxy proxy, TestServer server) {
        DatabaseConfig config = proxy.config(server.config());
        Timeouts quick = new Timeouts(
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(4),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                config.timeouts().start());
        return config.withTimeouts(quick)
                .withPool(config.pool().withMaxSize(POOL).withAcquireTimeout(Duration.ofSeconds(2)));
    }

    private void breakByTurns(RandomFaults faults, RandomWork work, LeakWatch watch, TestServer server)
            throws Exception {
        long end = began + DURATION.toNanos();
        long every = DURATION.toNanos() / 12;
        long next = System.nanoTime();
        while (System.nanoTime() < end) {
            faults.pause(1500);
            if (System.nanoTime() >= next) {
                System.out.printf(
                        Locale.ROOT,
                        "  %4d s: %8d calls, heap %.1f MB, %d threads of the database, %d sessions%n",
                        (System.nanoTime() - began) / 1_000_000_000,
                        work.calls(),
                        watch.heap() / 1048576.0,
                        watch.threads().size(),
                        sessions(server));
                next += every;
            }
            faults.strike();
        }
        faults.mend();
        faults.pause(2000);
        watch.heap();
    }

    private static void report(RandomWork work, RandomFaults faults, Health.Work did) {
        System.out.println("  faults: " + faults.struck());
        System.out.println("  errors: " + work.errors());
        System.out.println("  calls:" + work.longest());
        System.out.printf(
                "  commits in doubt %d: %d proven made, %d proven not made, %d unknown; %d runs again; %d found no connection%n",
                did.outcomes().lost(),
                did.outcomes().provenCommitted(),
                did.outcomes().provenNotCommitted(),
                did.outcomes().unknown(),
                did.retries(),
                did.withoutConnection());
    }

    /** When the work is over, nobody holds a connection, and the server has no more sessions than the pool. */
    private static void requireNoneHeld(AutoCloseableSoftAssertions softly, Database database, TestServer server)
            throws InterruptedException {
        Health.Pool pool = database.pool();
        softly.assertThat(pool.active()).as("connections in use").isZero();
        softly.assertThat(pool.waiting()).as("callers waiting").isZero();
        softly.assertThat(pool.idle()).as("connections").isBetween(1, POOL);
        softly.assertThat(LeakWatch.await(
                        LONGEST, () -> sessions(server) <= database.pool().idle()))
                .as("%d sessions on the server for %s", sessions(server), database.pool())
                .isTrue();
        softly.assertThat(ask(
                        server,
                        "select count(*) from pg_stat_activity"
                                + " where application_name = 'stele' and state like 'idle in%'"))
                .as("transactions left open")
                .isZero();
    }

    private static void requireKept(
            AutoCloseableSoftAssertions softly, TestServer server, Ledger proven, Ledger plain) {
        Ledger.Audit withReceipts = proven.audit(each -> read(server, 0, each));
        Ledger.Audit others = plain.audit(each -> read(server, 1, each));
        System.out.println("  with receipts: " + withReceipts + "\n  without: " + others);
        softly.assertThat(withReceipts.isClean()).as(withReceipts.toString()).isTrue();
        softly.assertThat(others.lost() + others.doubled() + others.unwanted())
                .as(others.toString())
                .isZero();
        softly.assertThat(withReceipts.done()).isPositive();
        softly.assertThat(ask(server, RandomWork.UNBALANCED))
                .as("accounts that the transfers do not explain")
                .isZero();
    }

    private static long read(TestServer server, int remainder, LongConsumer each) {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(10_000);
            try (ResultSet rows =
                    statement.executeQuery("select writer, row from entry where writer % 2 = " + remainder)) {
                while (rows.next()) {
                    each.accept(rows.getLong(1) << 32 | rows.getInt(2));
                }
            }
            return 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long sessions(TestServer server) {
        return ask(server, "select count(*) from pg_stat_activity where application_name = 'stele'");
    }

    private static long ask(TestServer server, String sql) {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return 0;
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static Connection connect(TestServer server) throws SQLException {
        DatabaseConfig config = server.config();
        return DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
    }
}
