package dev.stele.migrations.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.PgBouncer;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.TimedOut;
import dev.stele.migrations.plan.QueryPlan.Values;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class ExplainTest {

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase().withSql(Forum.SQL);

    private final Explain explain = Explain.on(postgres.dataSource());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from thread where id = ?",
                "select * from thread where id = $1 and meta ? $2",
                "select * from thread where meta ?? ? and title like ?",
                "with open as (select id from thread where status = ?) select count(*) from open",
                "insert into team (id, name) values (?, ?) on conflict (id) do update set name = excluded.name returning id",
                "update thread set status = ?, updated_at = now() where id = ? returning id, status",
                "delete from thread where updated_at < ?",
                "merge into team t using (values (?::bigint, ?)) v (id, name) on t.id = v.id"
                        + " when not matched then insert values (v.id, v.name)",
                "values (1), (2)",
                "(select 1) union all select 2;",
                "table team",
                "/* $1 ? */ select 'a?' from thread where id = ? -- ?",
                "select id from thread where id = any(?) for update skip locked",
                "select id from thread order by updated_at limit ? offset ?",
                "select e'\\'; drop table team; --' from thread where title like ? escape '\\'",
                "select id from event where id = ?",
            })
    void plansWhatHasAPlanForAnyValueAndForDrawnOnes(String sql) {
        assertThat(explain.generic(sql)).satisfies(plan -> {
            assertThat(plan.sql()).isEqualTo(sql);
            assertThat(plan.root().estimate().total()).isPositive();
            assertThat(plan.executed()).isNull();
            assertThat(plan.root().actual()).isNull();
        });
        assertThat(explain.sampled(sql).root().kind()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select 1; drop table team|cannot plan a text of 2 statements",
                "select 1; select 2; select 3|cannot plan a text of 3 statements",
                "-- nothing|cannot plan a text of 0 statements",
                "commit|cannot plan a statement that begins with \"commit\"",
                "explain analyze delete from team|cannot plan a statement that begins with \"explain\"",
                "analyze delete from team|cannot plan a statement that begins with \"analyze\"",
                "execute other|cannot plan a statement that begins with \"execute\"",
                "create table x (a int)|cannot plan a statement that begins with \"create\"",
                "do 'begin end'|cannot plan a statement that begins with \"do\"",
                "copy team to stdout|cannot plan a statement that begins with \"copy\"",
                "select 1 INTO team2|cannot plan SELECT INTO, which makes a table",
                "/* select */ truncate team|cannot plan a statement that begins with \"truncate\"",
            })
    void refusesWhatIsNotOneStatementWithAPlan(String sql, String message) {
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> explain.generic(sql))
                .withMessage(message + "\n  hint: give one SELECT, VALUES, INSERT, UPDATE, DELETE or MERGE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1) to '/tmp/x'",
                "select 'a''; drop table team; --",
                "select $x$; drop table team",
                "with gone as (drop table team) select 1",
            })
    void theServerRefusesWhatBreaksOut(String sql) {
        assertThatExceptionOfType(Misuse.class).isThrownBy(() -> explain.generic(sql));

        assertThat(postgres.value(Long.class, "select count(*) from team")).isEqualTo(100);
    }

    @Test
    void refusesSemicolonsWhereTextsAreSentWhole() throws SQLException {
        try (Connection simple = DriverManager.getConnection(
                postgres.jdbcUrl() + (postgres.jdbcUrl().contains("?") ? "&" : "?") + "preferQueryMode=simple",
                postgres.config().user(),
                postgres.config().password())) {
            assertThat(Explain.on(simple)
                            .sampled("select * from team where id = ?")
                            .root())
                    .isNotNull();
            assertThatExceptionOfType(Misuse.class)
                    .isThrownBy(() -> Explain.on(simple).generic("select ';'"))
                    .withMessage("cannot plan a text with a semicolon over a connection of preferQueryMode=simple\n"
                            + "  hint: leave preferQueryMode away");
        }
    }

    @Test
    void readsTextsOfAnyLength() {
        String quotes = "''\"".repeat(50_000);
        String names = "\"\"".repeat(50_000);
        String list = "7, ".repeat(20_000);

        assertThat(explain.sampled("select '" + quotes + "' from thread where id in (" + list + "?)")
                        .root()
                        .kind())
                .isNotEmpty();
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> explain.generic("select \"" + names + "\" from thread"));
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> explain.generic("select " + "a.".repeat(50_000) + "a from thread"));
    }

    @Test
    void aPlanDeeperThanCanBeReadIsAnError() {
        StringBuilder sql = new StringBuilder("select id from team limit 5");
        for (int i = 0; i < 300; i++) {
            sql.insert(0, "select * from (").append(") s" + i + " limit 5");
        }

        assertThatExceptionOfType(dev.stele.core.error.ServerFailure.class)
                .isThrownBy(() -> explain.generic(sql.toString()))
                .withMessage("could not read the plan of the statement: it is not as expected");
    }

    @Test
    void genericPlansHoldForAnyValue() {
        QueryPlan plan = explain.generic("select title from thread where team_id = ? and id > ?");

        assertThat(plan.values()).isEqualTo(Values.GENERIC);
        assertThat(plan.json()).contains("$1", "$2");
        assertThat(explain.generic("select 1").values()).isEqualTo(Values.NONE);
    }

    @Test
    void drawnValuesAreInNoPartOfAPlan() {
        QueryPlan plan = explain.sampled("select title from thread where status = ? and author_id = ? and team_id > 7");

        assertThat(plan.values()).isEqualTo(Values.SAMPLED);
        assertThat(plan.json())
                .doesNotContain("secretstatus")
                .doesNotContain("'open'")
                .contains("7");
        assertThat(plan.json()).doesNotContainPattern("author_id = [0-9]").contains("author_id = '?'");
        assertThat(plan.root().all().map(Object::toString)).noneMatch(text -> text.contains("secretstatus"));
    }

    @Test
    void drawnValuesTellRareFromCommon() {
        double rows = explain.sampled("select * from thread where status = ?")
                .root()
                .estimate()
                .rows();

        assertThat(rows).isGreaterThan(100);
        assertThat(explain.sampled("select * from thread where id = ?")
                        .root()
                        .estimate()
                        .rows())
                .isEqualTo(1);
    }

    @Test
    void patternsAskForAWordThatTellsTextsApart() {
        postgres.execute(
                "create table if not exists letter as select 'How is ' || md5(n::text) || '?' as title"
                        + " from generate_series(1, 1000) n",
                "analyze letter");

        QueryPlan plan = explain.analyzed("select * from letter where title ilike ?");

        assertThat(plan.root().actual()).isNotNull();
        assertThat(plan.root().actual().rows()).isEqualTo(1);
    }

    @Test
    void valuesOfOneRowFitTogether() {
        QueryPlan plan = explain.analyzed("select * from thread where team_id = ? and author_id = ? and status = ?");

        assertThat(plan.root().actual()).isNotNull();
        assertThat(plan.root().actual().rows()).isPositive();
    }

    @Test
    void runningShowsWhatWasMet() {
        QueryPlan plan = explain.analyzed("select * from thread where team_id = ?");

        assertThat(plan.executed()).isNotNull();
        assertThat(plan.executed().buffers()).isPositive();
        assertThat(plan.root().actual().rows()).isEqualTo(200);
        assertThat(plan.root().actual().removed()).isEqualTo(19800);
        assertThat(plan.root().actual().loops()).isEqualTo(1);
    }

    @Test
    void sortsThatSpillSaySo() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("set work_mem = '64kB'");
            QueryPlan plan = Explain.on(connection).analyzed("select * from thread order by title");

            assertThat(plan.root().all().filter(node -> node.kind().equals("Sort")))
                    .singleElement()
                    .satisfies(sort -> assertThat(sort.actual().spilled()).isPositive());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "delete from thread where id = ?|it writes",
                "with gone as (delete from thread returning id) select * from gone|it writes",
                "select id from thread where id = ? for update|it locks rows",
                "select set_config('a.b', 'c', false)|it may call the volatile function set_config",
                "select pg_advisory_lock(id) from thread|it may call the volatile function pg_advisory_lock",
                "select id from thread limit PG_SLEEP/**/(1)::text::int|it may call the volatile function pg_sleep",
                "select \"nextval\"('s')|it may call the volatile function nextval",
                "select U&\"pg\\005fsleep\"(1)|it has names in escapes, which may be those of functions that write",
                "select * from sleeping|it may call the volatile function pg_sleep",
                "select 1 === 2|it may call the volatile operator ===",
                "select x.odd from thread x|it may call the volatile function odd",
            })
    void neverRunsWhatMayDoMoreThanRead(String sql, String why) {
        postgres.execute(
                "create sequence if not exists s",
                "create or replace view sleeping as select pg_sleep(60)::text as nap",
                "create or replace function noop(int, int) returns boolean language sql volatile as 'select true'",
                "drop operator if exists === (int, int)",
                "create operator === (function = noop, leftarg = int, rightarg = int)",
                "create or replace function odd(thread) returns int language plpgsql as 'begin return 1; end'");

        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> explain.analyzed(sql))
                .withMessage("cannot run the statement to measure it: " + why
                        + "\n  hint: ask for its plan without running it");
    }

    @Test
    void aFunctionThatHidesItsWritesIsStoppedByTheTransaction() {
        postgres.execute(
                "create or replace function hidden() returns int language plpgsql stable as"
                        + " 'begin perform writes(); return 1; end'",
                "create or replace function writes() returns int language plpgsql volatile as"
                        + " 'begin delete from event; return 1; end'");

        assertThatExceptionOfType(dev.stele.core.error.DatabaseException.class)
                .isThrownBy(() -> explain.analyzed("select hidden() from team"))
                .withMessageContaining("read-only transaction");
        assertThat(postgres.value(Long.class, "select count(*) from event")).isEqualTo(2000);
    }

    @Test
    void leavesTheConnectionAsItWas() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            Explain.on(connection).analyzed("select * from thread where id = ?");
            assertThatExceptionOfType(Misuse.class)
                    .isThrownBy(() -> Explain.on(connection).generic("select missing from thread"));

            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(one(statement, "select count(*)::text from pg_prepared_statements where name ~ '^stele'"))
                    .isEqualTo("0");
            assertThat(one(statement, "show statement_timeout")).isEqualTo("0");
            assertThat(one(statement, "show plan_cache_mode")).isEqualTo("auto");
            statement.execute("create temp table t (a int)");
        }
    }

    @Test
    void worksWithinATransactionAndLeavesIt() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create table fresh (a int primary key)");

            assertThat(Explain.on(connection)
                            .generic("select * from fresh where a = ?")
                            .root()
                            .index())
                    .isEqualTo("fresh_pkey");

            statement.execute("insert into fresh values (1)");
            assertThat(one(statement, "select count(*)::text from pg_prepared_statements where name ~ '^stele'"))
                    .isEqualTo("0");
            connection.rollback();
        }
    }

    @Test
    void saysWhichRightIsMissing() throws SQLException {
        postgres.execute(
                "drop role if exists explain_reader", "create role explain_reader login password 'reader-pw-1'");
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), "explain_reader", "reader-pw-1")) {
            assertThatExceptionOfType(Misuse.class)
                    .isThrownBy(() -> Explain.on(connection).generic("select * from thread"))
                    .withMessage("cannot plan the statement: permission denied for table thread (SQLSTATE 42501)\n"
                            + "  hint: give the role the rights that the statement needs; a plan reads no row");
        } finally {
            postgres.execute("drop role explain_reader");
        }
    }

    @Test
    void aRoleThatMayOnlyReadGetsPlansAndFigures() throws SQLException {
        postgres.execute(
                "drop role if exists explain_reader",
                "create role explain_reader login password 'reader-pw-1'",
                "grant select on thread to explain_reader");
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), "explain_reader", "reader-pw-1")) {
            assertThat(Explain.on(connection)
                            .analyzed("select * from thread where team_id = ?")
                            .root()
                            .actual()
                            .rows())
                    .isPositive();
        } finally {
            postgres.execute("drop owned by explain_reader", "drop role explain_reader");
        }
    }

    @Test
    void waitsForNoLock() throws SQLException {
        try (Connection locker = postgres.connect();
                Statement statement = locker.createStatement()) {
            locker.setAutoCommit(false);
            statement.execute("lock table thread");

            assertThatExceptionOfType(TimedOut.class)
                    .isThrownBy(() -> explain.withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(20))
                            .generic("select * from thread"))
                    .withMessage("could not plan the statement: a table of it is locked\n"
                            + "  hint: try again, or give it longer with withTimeouts()");
        }
    }

    @Test
    void runsNoLongerThanItsLimit() {
        assertThatExceptionOfType(TimedOut.class)
                .isThrownBy(() -> explain.withTimeouts(Duration.ofMillis(50), Duration.ofMillis(50))
                        .analyzed("select count(*) from thread a, thread b, thread c where a.title < b.title"))
                .withMessage("could not plan the statement: it took longer than its limit\n"
                        + "  hint: try again, or give it longer with withTimeouts()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> explain.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)))
                .withMessage("time-outs must be at least 1 ms but were PT0S and PT1S");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from thread where status = ?::inet::text",
                "select id from shift where during @> ?::timestamptz",
                "select id from shift where during && tstzrange(?, ?)",
            })
    void whatIsDrawnFromAColumnOfAnotherTypeIsMadeToFit(String sql) {
        postgres.execute(
                "create table shift (id bigint primary key, during tstzrange not null)",
                "insert into shift select i, tstzrange(timestamptz '2026-01-01' + i * interval '1 hour',"
                        + " timestamptz '2026-01-01' + i * interval '1 hour' + interval '2 hours')"
                        + " from generate_series(1, 100) i",
                "analyze shift");
        try {
            QueryPlan plan = explain.analyzed(sql);

            assertThat(plan.values()).isEqualTo(Values.SAMPLED);
            if (sql.contains("during")) {
                assertThat(plan.root().actual()).isNotNull().satisfies(met -> assertThat(met.rows())
                        .isPositive());
            }
        } finally {
            postgres.execute("drop table shift");
        }
    }

    @Test
    void rowsThatSeveralProcessesShareAreExpectedOfAllOfThem() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("set parallel_setup_cost = 0; set parallel_tuple_cost = 0; set enable_indexscan = off;"
                    + " set min_parallel_table_scan_size = 0; set max_parallel_workers_per_gather = 2;"
                    + " set enable_indexonlyscan = off; set enable_bitmapscan = off");

            QueryPlan plan = Explain.on(connection).generic("select count(*) from thread");

            assertThat(plan.root().all().map(PlanNode::kind)).contains("Gather");
            assertThat(TableAccess.of(plan.root()).get(0).scan().estimate().rows())
                    .isBetween(19_990.0, 20_010.0);
        }
    }

    @Test
    void errorsInDrawnValuesQuoteNoValue() {
        assertThatExceptionOfType(dev.stele.core.error.ServerFailure.class)
                .isThrownBy(() -> explain.sampled("select 1 / (?::int - 1) from thread"))
                .withMessageStartingWith(
                        "could not plan the statement: a value that stands for a parameter does not fit")
                .satisfies(e -> assertThat(e.getCause()).isNull());
    }

    @Test
    void worksThroughAPoolerThatLendsConnectionsForATransaction(@TempDir Path folder) throws Exception {
        assumeTrue(PgBouncer.isInstalled(), "pgbouncer is not installed");
        try (PgBouncer pooler = PgBouncer.start(postgres, folder, "transaction")) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(pooler.config().jdbcUrl());
            source.setUser(pooler.config().user());
            source.setPassword(pooler.config().password());
            source.setPrepareThreshold(0);

            assertThat(Explain.on(source)
                            .sampled("select * from thread where id = ?")
                            .root()
                            .index())
                    .isEqualTo("thread_pkey");
        }
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
