package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.Timeouts;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Duplicate;
import dev.stele.core.error.MissingReference;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.TimedOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.core.BaseConnection;

class TransactionsIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase()
            .withSql("create table item (id int primary key, parent int constraint item_parent_fk references item"
                    + " deferrable initially deferred)");

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
    void clear() {
        postgres.execute("delete from item");
    }

    @Test
    void keepsEverythingOrNothing() {
        database.tx().run(() -> {
            insert(1);
            insert(2);
        });
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database.tx().run(() -> {
                    insert(3);
                    throw new IllegalStateException("no");
                }));

        assertThat(items()).containsExactly(1, 2);
    }

    @Test
    void returnsWhatTheWorkReturned() {
        int answer = database.tx().call(() -> 42);

        assertThat(answer).isEqualTo(42);
    }

    @Test
    void joinsTheTransactionAroundIt() {
        List<String> numbers = database.tx()
                .call(() -> List.of(
                        ask("select pg_current_xact_id()::text"),
                        database.tx().call(() -> ask("select pg_current_xact_id()::text"))));

        assertThat(numbers.get(0)).isEqualTo(numbers.get(1));
        assertThat(database.inTransaction()).isFalse();
    }

    @Test
    void cannotCommitAfterAJoinedUnitFailed() {
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> database.tx().run(() -> {
                    insert(1);
                    swallow(() -> database.tx().run(() -> {
                        throw new IllegalStateException("no");
                    }));
                }))
                .withMessage("""
                        the transaction cannot commit: a unit of work that joined it failed
                          hint: let the error leave the outer unit of work, or run the inner one in savepoint(...)""")
                .withCauseInstanceOf(IllegalStateException.class);
        assertThat(items()).isEmpty();
    }

    @Test
    void cannotJoinWithAStrongerIsolation() {
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> database.tx()
                        .repeatableRead()
                        .run(() -> database.tx().serializable().run(() -> insert(1))))
                .withMessage("""
                        a unit of work that needs SERIALIZABLE cannot join a transaction that is REPEATABLE READ
                          hint: ask for the stronger isolation where the outermost transaction begins""");
    }

    @Test
    void cannotJoinAReadOnlyTransactionToWrite() {
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(
                        () -> database.tx().readOnly().run(() -> database.tx().run(() -> insert(1))))
                .withMessage("""
                        a unit of work that may write cannot join a read-only transaction
                          hint: ask for tx().readOnly() inside, or leave readOnly() out where the outermost transaction begins""");
    }

    @Test
    void runsWithTheIsolationAskedForAndLeavesTheSessionAsItWas() {
        String show = "select current_setting('transaction_isolation')";

        assertThat(database.tx().call(() -> ask(show))).isEqualTo("read committed");
        assertThat(database.tx().repeatableRead().call(() -> ask(show))).isEqualTo("repeatable read");
        assertThat(database.tx().serializable().call(() -> ask(show))).isEqualTo("serializable");
        assertThat(database.tx().serializable().readCommitted().call(() -> ask(show)))
                .isEqualTo("read committed");
        assertThat(ask(show)).isEqualTo("read committed");
    }

    @Test
    void refusesToWriteWhenReadOnly() {
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> database.tx().readOnly().run(() -> insert(1)))
                .withMessage("""
                        a read-only transaction cannot write
                          hint: leave readOnly() out where the outermost transaction begins""");

        insert(1);
        assertThat(items()).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({"commit, 1", "rollback, 0"})
    void refusesWorkThatEndsTheTransactionItself(String end, int kept) {
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> database.tx().run(() -> {
                    insert(1);
                    swallow(() -> executePastUs(end));
                    insert(2);
                }))
                .withMessage("""
                        the work ended its transaction by a commit or rollback of its own: what it did before that is kept \
                        or undone already
                          hint: leave both to tx(): return to commit, throw to roll back""");
        assertThat(items()).hasSize(kept);

        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(
                        () -> database.tx().readOnly().repeatableRead().run(() -> swallow(() -> executePastUs(end))))
                .withMessageStartingWith("the transaction cannot commit");
        database.tx().run(() -> insert(3));
        assertThat(items()).contains(3).doesNotContain(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rollback",
                "insert into item values (2); rollback; insert into item values (3)",
                "insert into item values (2, ';'); /* ; */ COMMIT and chain; insert into item values (3)",
                "insert into item values (2);end;begin;insert into item values (3)",
                "-- why\nabort",
                "Rollback\nWork"
            })
    void refusesAStatementThatEndsTheTransactionBeforeItRuns(String sql) {
        for (Runnable way :
                List.<Runnable>of(() -> execute(sql), () -> prepared(sql), () -> shaped(sql), () -> batched("abort"))) {
            assertThatExceptionOfType(Misuse.class)
                    .isThrownBy(() -> database.tx().run(way))
                    .withMessage("""
                            the work cannot end its transaction by a commit or rollback of its own; the statement was not run
                              hint: leave both to tx(): return to commit, throw to roll back, and use savepoint(...) to undo \
                            a part""");
            assertThatExceptionOfType(Misuse.class)
                    .isThrownBy(() -> database.tx().run(() -> {
                        insert(1);
                        swallow(way);
                    }))
                    .withMessageStartingWith("the transaction cannot commit");
        }
        assertThat(items()).isEmpty();
    }

    @Test
    void refusesSuchStatementsWhereNoneAreRecordedToo() {
        database.statements().pause();
        try {
            assertThatExceptionOfType(Misuse.class)
                    .isThrownBy(() -> database.tx().run(() -> execute("insert into item values (1); rollback")));
        } finally {
            database.statements().resume();
        }
        assertThat(items()).isEmpty();
    }

    @Test
    void refusesWhatEndsTheTransactionByJdbc() {
        for (SqlWork<Object> end : List.<SqlWork<Object>>of(
                connection -> {
                    connection.commit();
                    return "";
                },
                connection -> {
                    connection.rollback();
                    return "";
                },
                connection -> {
                    connection.setAutoCommit(true);
                    return "";
                })) {
            assertThatExceptionOfType(Misuse.class)
                    .isThrownBy(() -> database.tx().run(() -> {
                        insert(1);
                        database.sql(end);
                    }))
                    .withMessageStartingWith("the work cannot end its transaction");
        }
        assertThat(items()).isEmpty();
    }

    @Test
    void runsListsOfStatementsThatEndNothing() {
        database.tx().run(() -> {
            execute("savepoint s; insert into item values (1); rollback to savepoint s; Rollback Work To s; release s");
            execute("insert into item values (2); select 'a; rollback; b', $$; commit;$$");
            execute("create function pg_temp.ended() returns int begin atomic select 1; end");
            execute("create function pg_temp.again() returns int language plpgsql as 'begin return 1; end;'");
        });
        execute("begin; insert into item values (3); commit");

        assertThat(items()).containsExactly(2, 3);
    }

    @Test
    void cutsOffAStatementAtTheLimit() {
        long began = System.nanoTime();

        assertThatExceptionOfType(TimedOut.class)
                .isThrownBy(
                        () -> database.tx().timeout(Duration.ofMillis(300)).run(() -> ask("select pg_sleep(20)::text")))
                .withMessage("""
                        a statement was cut off: it ran longer than its limit, or somebody cancelled it
                          hint: make it cheaper, or allow more with tx().timeout(...)""");

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(250), Duration.ofSeconds(5));
        assertThat(ask("select current_setting('statement_timeout')")).isEqualTo("30s");
    }

    @Test
    void cutsOffManyShortStatementsAtTheLimit() {
        long began = System.nanoTime();

        assertThatExceptionOfType(TimedOut.class)
                .isThrownBy(() -> database.tx().timeout(Duration.ofMillis(300)).run(() -> {
                    while (true) {
                        ask("select pg_sleep(0.02)::text");
                    }
                }));

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(250), Duration.ofSeconds(5));
    }

    @Test
    void doesNotCommitAfterTheLimit() {
        assertThatExceptionOfType(TimedOut.class)
                .isThrownBy(() -> database.tx().timeout(Duration.ofMillis(50)).run(() -> {
                    insert(1);
                    long end = System.nanoTime() + Duration.ofMillis(60).toNanos();
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                }))
                .withMessage("""
                        the transaction ran longer than its limit of 50 ms and was rolled back
                          hint: do less in one transaction, or allow more with timeout(...)""");
        assertThat(items()).isEmpty();
    }

    @Test
    void givesAJoinedUnitItsOwnShorterLimit() {
        database.tx().timeout(Duration.ofSeconds(20)).run(() -> {
            insert(1);
            swallow(() -> database.savepoint(
                    () -> database.tx().timeout(Duration.ofMillis(100)).call(() -> ask("select pg_sleep(15)::text"))));
            assertThat(ask("select pg_sleep(0.2)::text")).isEmpty();
        });

        assertThat(items()).containsExactly(1);
    }

    @Test
    void takesTheShorterLimitBackWithTheJoinedUnit() {
        String limit = "select current_setting('statement_timeout')";

        database.tx().run(() -> {
            assertThat(database.tx().timeout(Duration.ofSeconds(7)).call(() -> ask(limit)))
                    .matches("7s|6\\d{3}ms");
            assertThat(ask(limit)).isEqualTo("30s");
        });
        database.tx().timeout(Duration.ofSeconds(20)).run(() -> {
            swallow(() -> database.savepoint(() -> ask("select 1 / 0")));
            assertThat(ask(limit))
                    .as("told again after the savepoint was undone")
                    .matches("20s|19\\d{3}ms");
        });
    }

    @Test
    void letsATransactionTakeLongerThanTheSocketOtherwiseWaits() {
        DatabaseConfig config = postgres.config();
        Timeouts usual = config.timeouts();
        Timeouts hasty = new Timeouts(
                usual.connect(),
                usual.login(),
                Duration.ofSeconds(1),
                Duration.ofMillis(900),
                usual.lock(),
                usual.idleInTransaction(),
                usual.start());
        try (Database other = Database.open(config.withTimeouts(hasty))) {
            String slow = "select 'done' from pg_sleep(1.5)";

            assertThat(other.tx().timeout(Duration.ofSeconds(15)).call(() -> ask(other, slow)))
                    .isEqualTo("done");
            assertThat(other.<Integer>sql(connection -> connection.getNetworkTimeout()))
                    .isEqualTo(1000);
        }
    }

    @Test
    void refusesALimitThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> database.tx().timeout(Duration.ZERO))
                .withMessage("timeout must be at least 1 ms but was PT0S");
    }

    @Test
    void undoesASavepointAndGoesOn() {
        database.tx().run(() -> {
            insert(1);
            swallow(() -> database.savepoint(() -> {
                insert(2);
                insert(1);
                return null;
            }));
            insert(3);
        });

        assertThat(items()).containsExactly(1, 3);
    }

    @Test
    void keepsWhatASavepointReturned() {
        int found = database.tx()
                .call(() -> database.savepoint(() -> {
                    insert(1);
                    return items().size();
                }));

        assertThat(found).isZero(); // not committed when counted from outside
        assertThat(items()).containsExactly(1);
    }

    @Test
    void needsATransactionForASavepoint() {
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> database.savepoint(() -> null))
                .withMessage("""
                        a savepoint needs a transaction and this thread has none
                          hint: call it inside database.tx().call(...)""");
    }

    @Test
    void neverReportsARollbackAsACommit() {
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> database.tx().run(() -> {
                    insert(1);
                    swallow(() -> insert(1));
                }))
                .withMessage("""
                        the transaction was rolled back at its commit: a statement in it had failed
                          hint: let that error leave the transaction, or run the statement in savepoint(...)""")
                .withCauseInstanceOf(Duplicate.class);
        assertThat(items()).isEmpty();
    }

    @Test
    void saysWhyAFailedTransactionTakesNoMoreStatements() {
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> database.tx().run(() -> {
                    insert(1);
                    swallow(() -> insert(1));
                    insert(2);
                }))
                .withMessage("""
                        the transaction takes no more statements: one in it has failed
                          hint: let that error leave the transaction, or run the statement in savepoint(...)""")
                .withCauseInstanceOf(Duplicate.class);
    }

    @Test
    void translatesAConstraintThatIsCheckedAtCommit() {
        assertThatExceptionOfType(MissingReference.class)
                .isThrownBy(() -> database.tx().run(() -> run("insert into item values (1, 99)")))
                .withMessageContaining("item_parent_fk");
        assertThat(items()).isEmpty();
    }

    @Test
    void runsWorkAfterTheOutermostCommitInOrder() {
        List<String> log = new ArrayList<>();

        database.tx().run(() -> {
            database.afterCommit(() -> log.add("first, inside: " + database.inTransaction() + ", rows: " + items()));
            database.tx().run(() -> database.afterCommit(() -> log.add("second")));
            insert(1);
            log.add("work");
        });

        assertThat(log).containsExactly("work", "first, inside: false, rows: [1]", "second");
    }

    @Test
    void runsNothingAfterARollback() {
        List<String> log = new ArrayList<>();

        swallow(() -> database.tx().run(() -> {
            database.afterCommit(() -> log.add("committed"));
            throw new IllegalStateException("no");
        }));
        database.tx()
                .run(() -> swallow(() -> database.savepoint(() -> {
                    database.afterCommit(() -> log.add("savepoint"));
                    throw new IllegalStateException("no");
                })));

        assertThat(log).isEmpty();
    }

    @Test
    void staysCommittedWhenWorkAfterCommitFails() {
        List<String> log = new ArrayList<>();

        database.tx().run(() -> {
            insert(1);
            database.afterCommit(() -> {
                throw new IllegalStateException("no");
            });
            database.afterCommit(() -> log.add("second"));
        });

        assertThat(log).containsExactly("second");
        assertThat(items()).containsExactly(1);
    }

    @Test
    void runsAfterCommitAtOnceOutsideATransaction() {
        List<String> log = new ArrayList<>();

        database.afterCommit(() -> log.add("now"));

        assertThat(log).containsExactly("now");
    }

    @Test
    void needsNoConnectionForWorkWithoutStatements() {
        database.tx().run(() -> assertThat(database.health().pool().active()).isZero());
    }

    private static void prepared(String sql) {
        database.sql(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                return statement.execute();
            }
        });
    }

    private static void batched(String sql) {
        database.sql(connection -> {
            try (var statement = connection.createStatement()) {
                statement.addBatch("select 1");
                statement.addBatch(sql);
                return statement.executeBatch();
            }
        });
    }

    private static void shaped(String sql) {
        database.sql(database.statements().shape(sql), statement -> statement.execute(), none -> 0);
    }

    /** By the driver itself, whose statements nobody looks at. */
    private static void executePastUs(String sql) {
        database.sql(connection -> {
            connection.unwrap(BaseConnection.class).execSQLUpdate(sql);
            return "";
        });
    }

    private static void execute(String sql) {
        database.sql(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private static void swallow(Runnable work) {
        try {
            work.run();
        } catch (DatabaseException | IllegalStateException e) {
            assertThat(e).hasMessageNotContaining("takes no more statements");
        }
    }

    private static void insert(int id) {
        run("insert into item values (" + id + ")");
    }

    private static void run(String sql) {
        database.sql(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private static String ask(String sql) {
        return ask(database, sql);
    }

    private static String ask(Database in, String sql) {
        return in.sql(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        });
    }

    private static List<Integer> items() {
        return postgres.query("select id from item order by id").stream()
                .map(row -> (Integer) row.get(0))
                .toList();
    }
}
