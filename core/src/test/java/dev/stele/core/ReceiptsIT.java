package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stele.core.CommitProxy.Loss;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a receipt proves when the answer to a commit is lost. */
class ReceiptsIT {
    @RegisterExtension
    static final PostgresExtension postgres =
            PostgresExtension.freshDatabase().withSql("create table item (id int not null)");

    private static CommitProxy proxy;
    private static Database database;

    @BeforeAll
    static void open() {
        proxy = new CommitProxy(postgres.jdbcUrl());
        database = Database.open(throughProxy());
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
        proxy.close();
    }

    @BeforeEach
    void empty() {
        postgres.execute("truncate item");
        proxy.refuse(false);
        assertThat(proxy.isArmed()).isFalse();
    }

    @Test
    void takesACommitWhoseAnswerWasLostForASuccess() {
        AtomicInteger afterCommit = new AtomicInteger();
        Health.Outcomes before = database.health().work().outcomes();
        proxy.lose(Loss.ANSWER);

        String result = database.tx().receipt().call(() -> {
            database.afterCommit(afterCommit::incrementAndGet);
            insert(1);
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(afterCommit).hasValue(1);
        assertThat(items()).containsExactly(1);
        assertThat(database.health().work().outcomes())
                .isEqualTo(new Health.Outcomes(
                        before.lost() + 1, before.provenCommitted() + 1, before.provenNotCommitted()));
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUEST", "SPLIT", "LATE"})
    void saysThatALostCommitWasNotMade(Loss loss) throws Exception {
        Health.Outcomes before = database.health().work().outcomes();
        proxy.lose(loss);

        Unavailable error = catchThrowableOfType(
                Unavailable.class, () -> database.tx().receipt().run(() -> insert(1)));

        assertThat(error)
                .hasMessage(
                        "the outcome of a commit on " + address() + " was in doubt: its receipt proves that it was not"
                                + " made\n  hint: run the whole transaction again, as tx().receipt().retry(...) does");
        assertThat(error.outcome()).isEqualTo(Unavailable.Outcome.NOTHING_KEPT);
        assertThat(database.health().work().outcomes())
                .isEqualTo(new Health.Outcomes(
                        before.lost() + 1, before.provenCommitted(), before.provenNotCommitted() + 1));
        if (loss == Loss.LATE) {
            proxy.deliver();
        }
        assertThat(items()).isEmpty();
    }

    @Test
    void keepsOutACommitThatArrivesAfterTheUnitWasRunAgain() throws Exception {
        proxy.lose(Loss.LATE);

        database.tx().receipt().retry(2).run(() -> insert(1));
        proxy.deliver();

        assertThat(items()).containsExactly(1);
    }

    @Test
    void runsAgainAfterALossBeforeTheCommitToo() {
        AtomicInteger attempts = new AtomicInteger();

        database.tx().receipt().retry(3).run(() -> {
            insert(1);
            if (attempts.incrementAndGet() == 1) {
                int pid = database.sql(connection -> Integer.parseInt(ask(connection, "select pg_backend_pid()")));
                postgres.query("select pg_terminate_backend(?)", pid);
            }
            insert(2);
        });

        assertThat(attempts).hasValue(2);
        assertThat(items()).containsExactly(1, 2);
    }

    @Test
    void leavesWhatItCannotProveToTheCaller() {
        proxy.lose(Loss.ANSWER);

        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> database.tx()
                        .receipt(Duration.ofSeconds(1))
                        .retry(5)
                        .run(() -> {
                            insert(1);
                            proxy.refuse(true);
                        }))
                .withMessage(
                        "the outcome of a commit on " + address()
                                + " is in doubt, and no primary told of its receipt within 1.0 s\n  hint: look for what the transaction wrote before doing it again")
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Unavailable.Outcome.UNKNOWN));

        proxy.refuse(false);
        assertThat(items()).containsExactly(1);
    }

    /** How many are lost is the property {@code stele.test.commits}: a quick slice of 60, or 1,000. */
    @Test
    void resolvesEveryLostCommitRight() throws Exception {
        int commits = Integer.getInteger("stele.test.commits", 60);
        List<Integer> acknowledged = new ArrayList<>();
        List<Integer> refused = new ArrayList<>();

        for (int i = 0; i < commits; i++) {
            int id = i;
            // One in twenty leaves an open session behind, which takes a second to end.
            proxy.lose(i % 20 == 7 ? Loss.SPLIT : i % 2 == 0 ? Loss.ANSWER : Loss.REQUEST);
            try {
                database.tx().receipt().retry(1 + i % 3).run(() -> insert(id));
                acknowledged.add(id);
            } catch (Unavailable e) {
                assertThat(e.outcome()).isEqualTo(Unavailable.Outcome.NOTHING_KEPT);
                refused.add(id);
            }
            assertThat(proxy.isArmed()).isFalse();
        }

        assertThat(items()).as("nothing lost, nothing twice, nothing refused").isEqualTo(acknowledged);
        assertThat(refused).isNotEmpty().hasSizeLessThan(acknowledged.size());
    }

    @Test
    void resolvesWhatManyThreadsLoseAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            int id = i;
            all.add(threads.submit(() -> {
                proxy.lose(id % 2 == 0 ? Loss.ANSWER : Loss.REQUEST);
                database.tx().receipt().retry(20).run(() -> insert(id));
            }));
        }
        for (Future<?> one : all) {
            one.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();

        assertThat(new TreeSet<>(items())).hasSize(64);
        assertThat(items()).hasSize(64);
        assertThat(database.health().work().outcomes().unknown()).isLessThanOrEqualTo(1);
    }

    @Test
    void findsItsTableWhateverTheUnitDidToItsSearchPath() {
        proxy.lose(Loss.ANSWER);

        database.tx().receipt().run(() -> {
            insert(1);
            execute("set local search_path to nowhere");
        });

        assertThat(items()).containsExactly(1);
    }

    @Test
    void writesNothingForReadOnlyWork() {
        database.tx().receipt().run(() -> insert(1));
        long before = receipts();

        database.tx().receipt().readOnly().run(() -> database.sql(connection -> ask(connection, "select 1")));

        assertThat(receipts()).isEqualTo(before);
    }

    @Test
    void neverTakesAnUnreplicatedCommitForASuccess() throws Exception {
        try (TestServer server =
                        TestServer.start(Map.of("synchronous_standby_names", "nobody", "synchronous_commit", "on"));
                Database replicated = Database.open(server.config())) {
            replicated.sql(connection -> {
                try (var statement = connection.createStatement()) {
                    statement.execute("set synchronous_commit = local");
                    statement.execute("create table item (id int)");
                    statement.execute("create table stele_receipt (token uuid primary key, committed boolean not null,"
                            + " at timestamptz not null default clock_timestamp())");
                    return statement.execute("reset synchronous_commit");
                }
            });
            ExecutorService other = Executors.newSingleThreadExecutor();
            try {
                Future<?> unit = other.submit(() -> replicated
                        .tx()
                        .receipt()
                        .run(() -> replicated.sql(
                                connection -> ask(connection, "insert into item values (1) returning id"))));
                until(() -> waiting(replicated) == 1);
                int first = pidOfWaiting(replicated);
                replicated.sql(connection -> ask(connection, "select pg_cancel_backend(" + first + ")"));
                until(() -> waiting(replicated) == 1 && pidOfWaiting(replicated) != first);

                assertThat(unit).as("the proof waits for a standby too").isNotDone();
                replicated.sql(connection -> {
                    try (var statement = connection.createStatement()) {
                        statement.execute("alter system set synchronous_standby_names = ''");
                        return statement.execute("select pg_reload_conf()");
                    }
                });

                assertThat(unit.get(20, TimeUnit.SECONDS)).isNull();
                assertThat(replicated.health().work().outcomes()).isEqualTo(new Health.Outcomes(1, 1, 0));
            } finally {
                other.shutdownNow();
            }
        }
    }

    @Test
    void namesTheStatementsWhereTheRoleMayNotMakeTheTable() {
        postgres.execute(
                "drop role if exists stele_it_receipts",
                "create role stele_it_receipts login password 'x'",
                "create schema closed",
                "grant usage on schema closed to stele_it_receipts",
                "alter role stele_it_receipts set search_path to closed");
        DatabaseConfig config = DatabaseConfig.of(postgres.jdbcUrl(), "stele_it_receipts", "x");
        try (Database closed = Database.open(config)) {
            assertThatExceptionOfType(Misuse.class)
                    .isThrownBy(() -> closed.tx().receipt().run(() -> closed.sql(c -> ask(c, "select 1"))))
                    .withMessage("the table stele_receipt, in which receipts are kept, is missing and the role may not"
                            + " create it\n  hint: let the owner of the schema run: create table if not exists"
                            + " stele_receipt (token uuid primary key, committed boolean not null, at timestamptz not"
                            + " null default clock_timestamp()); grant select, insert, update, delete on stele_receipt"
                            + " to the role");

            postgres.execute("create table closed.stele_receipt (token uuid primary key, committed boolean not null,"
                    + " at timestamptz not null default clock_timestamp())");
            assertThatExceptionOfType(Misuse.class)
                    .isThrownBy(() -> closed.tx().receipt().run(() -> closed.sql(c -> ask(c, "select 1"))))
                    .withMessage("the role may not write to the table closed.stele_receipt, in which receipts are kept"
                            + "\n  hint: let its owner run: grant select, insert, update, delete on"
                            + " closed.stele_receipt to stele_it_receipts");

            postgres.execute("grant select, insert, update, delete on closed.stele_receipt to stele_it_receipts");
            closed.tx().receipt().run(() -> closed.sql(c -> ask(c, "select 1")));
            assertThat(postgres.value(Long.class, "select count(*) from closed.stele_receipt"))
                    .isEqualTo(1);
        } finally {
            postgres.execute("drop schema closed cascade", "drop role stele_it_receipts");
        }
    }

    @Test
    void makesTheTableAgainWhenItWasDropped() {
        database.tx().receipt().run(() -> insert(1));
        postgres.execute("drop table stele_receipt");

        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> database.tx().receipt().run(() -> insert(2)))
                .withMessage("the table of receipts is no longer in the database at " + address()
                        + ": nothing of the transaction was kept\n  hint: run the whole transaction again, as"
                        + " tx().receipt().retry(...) does: the table is looked for, or made, anew")
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Unavailable.Outcome.NOTHING_KEPT));
        database.tx().receipt().run(() -> insert(3));
        postgres.execute("drop table stele_receipt");
        database.tx().receipt().retry(2).run(() -> insert(4));

        assertThat(items()).containsExactly(1, 3, 4);
    }

    @Test
    void refusesToJoinATransactionThatLeavesNone() {
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(
                        () -> database.tx().run(() -> database.tx().receipt().run(() -> insert(1))))
                .withMessage("a unit of work that needs a receipt cannot join a transaction that leaves none"
                        + "\n  hint: ask for tx().receipt() where the outermost transaction begins");

        database.tx().receipt().run(() -> database.tx().receipt().run(() -> insert(2)));
        assertThat(items()).containsExactly(2);
    }

    @Test
    void refusesABudgetTooSmallToAskIn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> database.tx().receipt(Duration.ofMillis(999)))
                .withMessage("budget must be at least 1 s but was PT0.999S");
    }

    @Test
    void sweepsOnlyTokensThatNobodyCanAskFor() throws Exception {
        database.tx().receipt().run(() -> insert(1));
        postgres.execute(
                "truncate stele_receipt",
                // The time of the token and the time of the server, each old and new.
                "insert into stele_receipt select ('01000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, true,"
                        + " now() - interval '25 hours' from generate_series(1, 20001) i",
                "insert into stele_receipt values ('01000000-0000-7000-9000-000000000001', true, now() - interval '1 hour'),"
                        + " ('f1000000-0000-7000-9000-000000000001', true, now() - interval '25 hours'),"
                        + " ('f1000000-0000-7000-9000-000000000002', true, now())");

        new Receipts(Connections.of(postgres.dataSource())).sweep();
        assertThat(receipts()).as("does not know its table yet").isEqualTo(20004);
        Receipts receipts = new Receipts(Connections.of(postgres.dataSource()));
        receipts.prepare(1000);
        receipts.sweep();

        assertThat(receipts()).isEqualTo(3);
    }

    private static DatabaseConfig throughProxy() {
        return DatabaseConfig.of(
                proxy.jdbcUrl(), postgres.config().user(), postgres.config().password());
    }

    private static String address() {
        return proxy.jdbcUrl().replaceAll("postgresql://([^/]*)/.*", "$1");
    }

    private static int waiting(Database server) {
        return Integer.parseInt(server.sql(
                connection -> ask(connection, "select count(*) from pg_stat_activity where wait_event = 'SyncRep'")));
    }

    private static int pidOfWaiting(Database server) {
        return Integer.parseInt(server.sql(connection ->
                ask(connection, "select coalesce(max(pid), 0) from pg_stat_activity where wait_event = 'SyncRep'")));
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static void insert(int id) {
        execute("insert into item values (" + id + ")");
    }

    private static void execute(String sql) {
        database.sql(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private static List<Integer> items() {
        return postgres.query("select id from item order by id").stream()
                .map(row -> (Integer) row.get(0))
                .toList();
    }

    private static long receipts() {
        return postgres.value(Long.class, "select count(*) from stele_receipt");
    }

    private static String ask(java.sql.Connection connection, String sql) throws java.sql.SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
