package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What outside a transaction is left half done, and how the next start goes on.
 *
 * <p>{@code -Dstele.test.failures=50} makes so many failures; {@code -Dstele.test.step=1} ends the session before each single statement instead of every tenth.
 */
class ResumeTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final int FAILURES = Integer.getInteger("stele.test.failures", 20);
    private static final int STEP = Integer.getInteger("stele.test.step", 10);
    private static final long SEED = Long.getLong("stele.test.seed", System.nanoTime());

    private static final List<String> CONCURRENTLY = List.of(
            "create unique index concurrently made on t (n)",
            "create index concurrently made on t ((1 / (n - 1)))",
            "create index concurrently made on t (slow(id))",
            "reindex index concurrently there",
            "reindex table concurrently t");

    @TempDir
    Path folder;

    @BeforeEach
    void emptyTheDatabase() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void aSessionThatEndsBeforeAnyOfItsStatementsIsFinishedByTheNextStart() throws Exception {
        Path versions = KilledChangelog.write(folder);
        Files.delete(versions.resolve("0002-many.sql"));
        Files.delete(versions.resolve("0004-sleeps.sql"));
        Path tables = versions.resolve("0001-tables.sql");
        Files.writeString(tables, Files.readString(tables).replace("pg_sleep(0.0002)", "1"));
        Changelog changelog = Changelog.directory(versions, "x");
        Migrations migrations = migrations(changelog);
        AtomicInteger all = new AtomicInteger();
        migrateCounting(changelog, all);
        List<String> reference = state();

        assertThat(all).hasValueGreaterThan(100);
        for (int last = 1 + new Random(SEED).nextInt(STEP); last <= all.get(); last += STEP) {
            emptyTheDatabase();
            migrateEnding(changelog, last);

            migrations.upgrade();

            assertThat(state())
                    .as("ended before statement %d of %d", last, all.get())
                    .isEqualTo(reference);
        }
    }

    @Test
    void failuresOfConcurrentlyLeaveNoInvalidIndex() throws Exception {
        System.out.println(FAILURES + " failures of CONCURRENTLY with -Dstele.test.seed=" + SEED);
        Random random = new Random(SEED);
        for (int failures = 0; failures < FAILURES; ) {
            emptyTheDatabase();
            postgres.execute(
                    "create table t (id int, n int not null)",
                    "insert into t select i, 1 from generate_series(1, 40) i",
                    "create function slow(int) returns int language plpgsql immutable"
                            + " as $$ begin perform pg_sleep(0.001); return $1; end $$",
                    "create index there on t (slow(id))");
            String statement = CONCURRENTLY.get(random.nextInt(CONCURRENTLY.size()));
            String ending = random.nextBoolean() ? "pg_terminate_backend" : "pg_cancel_backend";
            Migrations migrations = migrations("--changeset a:loose runInTransaction:false\n" + statement + ";\n");

            if (fails(migrations, ending)) {
                failures++;
                if (ending.equals("pg_terminate_backend")) {
                    // The session is gone, and where it left something, the next start takes it away.
                    fails(migrations, "");
                }
                assertThat(postgres.query("select indexrelid::regclass::text from pg_index where not indisvalid"))
                        .as("%d: %s, ended by %s, seed %d", failures, statement, ending, SEED)
                        .isEmpty();
            }
        }
    }

    /** Upgrades, while another session ends it by {@code ending} as soon as it builds an index. */
    private static boolean fails(Migrations migrations, String ending) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean(ending.isEmpty());
        Thread other = new Thread(() -> {
            while (!done.get() && !ended(ending)) {
                Thread.onSpinWait();
            }
        });
        other.start();
        try {
            migrations.upgrade();
            return false;
        } catch (DatabaseException e) {
            return true;
        } finally {
            done.set(true);
            other.join();
        }
    }

    @Test
    void aCancelThatComesTooLateDoesNotKeepAnInvalidIndex() throws Exception {
        postgres.execute("create table t (id int)", "insert into t values (1), (1)");
        Migrations migrations = migrations(
                "--changeset a:loose runInTransaction:false\ncreate unique index concurrently made on t (id);\n");
        try (Connection reader = postgres.connect();
                Statement reading = reader.createStatement()) {
            reader.setAutoCommit(false);
            // The build does not wait for a reader, but the drop of what it left does.
            reading.execute("select from t");
            var failed = CompletableFuture.supplyAsync(() -> catchThrowable(migrations::upgrade));
            String first = awaitWaitingDrop("");
            postgres.query(
                    "select pg_cancel_backend(pid) from pg_stat_activity where query_start::text = '" + first + "'");
            awaitWaitingDrop(first);
            reader.rollback();

            assertThat(failed.get(1, TimeUnit.MINUTES)).hasMessageContaining("could not create unique index \"made\"");
        }

        assertThat(postgres.query("select from pg_index where not indisvalid")).isEmpty();
    }

    /** Waits for the drop of an index that another session holds up, and returns its time; another than {@code last}. */
    private static String awaitWaitingDrop(String last) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < deadline) {
            for (List<Object> row : postgres.query("select query_start::text from pg_stat_activity"
                    + " where datname = current_database() and query like 'drop index concurrently%'"
                    + " and state = 'active' and wait_event_type = 'Lock'")) {
                if (!row.get(0).equals(last)) {
                    return (String) row.get(0);
                }
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("no index is dropped");
    }

    @Test
    void anInvalidIndexOfTheNameIsBuiltAnewAndNotTakenForDone() throws IOException {
        postgres.execute("create table t (id int)", "insert into t values (1), (1)");
        assertThatThrownBy(() -> postgres.execute("create unique index concurrently \"the Index\" on t (id)"))
                .isInstanceOf(IllegalStateException.class);
        postgres.execute("delete from t");

        migrations("""
                --changeset a:loose runInTransaction:false
                create unique index concurrently if not exists "the Index" on public.t (id);
                """).upgrade();

        assertThat(postgres.value(
                        Boolean.class, "select indisvalid from pg_index where indexrelid = '\"the Index\"'::regclass"))
                .isTrue();
    }

    @Test
    void anIndexOfTheNameOnAnotherTableIsNotTakenForDone() throws IOException {
        postgres.execute("create table t (id int)", "create table other (id int)", "create index i on other (id)");
        Migrations migrations = migrations(
                "--changeset a:loose runInTransaction:false\ncreate index concurrently if not exists i on t (id);\n");

        assertThatThrownBy(migrations::upgrade)
                .isInstanceOf(MigrationException.class)
                .hasMessage("changeset \"a:loose\" of x/0001-x.sql failed at statement 1 of 1:"
                        + " index i is on another table after it\n"
                        + "  hint: nothing of this changeset is kept; mend it and run again");
        assertThat(postgres.query("select 1 where to_regclass('i') is not null"))
                .hasSize(1);
    }

    @Test
    void anIndexWithoutANameIsRefused() throws IOException {
        postgres.execute("create table t (id int)");
        Migrations migrations =
                migrations("--changeset a:loose runInTransaction:false\ncreate index concurrently on t (id);\n");

        assertThatThrownBy(migrations::upgrade)
                .isInstanceOf(MigrationException.class)
                .hasMessage("changeset \"a:loose\" of x/0001-x.sql creates an index concurrently without naming it\n"
                        + "  hint: name it, since what an interrupted build leaves is found by its name;"
                        + " nothing of it was run");
    }

    @Test
    void statementsThatAreDoneMustStayAsTheyAre() throws IOException {
        String text = """
                --changeset a:first
                create table first (id int);
                --rollback drop table first;
                --changeset a:loose runInTransaction:false
                create table %s (id int);
                insert into missing values (1);
                --rollback empty
                """;
        Migrations migrations = migrations(text.formatted("one"));
        assertThatThrownBy(migrations::upgrade).hasMessageContaining("failed at statement 2 of 2");

        assertThat(migrations.validate().findings())
                .contains("changeset \"a:loose\" of x/0001-x.sql was interrupted after 1 of its statements;"
                        + " upgrade() goes on there");
        assertThatThrownBy(() -> migrations(text.formatted("other")).upgrade())
                .hasMessage("changeset \"a:loose\" of x/0001-x.sql was interrupted at statement 2,"
                        + " and its statements up to 1 were edited since\n"
                        + "  hint: restore their text, run again, and put the change into a new changeset");
        assertThatThrownBy(() -> migrations(text.formatted("one")).downgradeTo("base"))
                .hasMessage("cannot downgrade: changeset \"a:loose\" of x/0001-x.sql was interrupted after 1 of its"
                        + " statements\n  hint: call upgrade(), which finishes it, and downgrade then");

        postgres.execute("create table missing (id int)");
        migrations(text.formatted("one")).upgrade();

        assertThat(postgres.query("select id from missing")).hasSize(1);
    }

    @Test
    void stampSaysThatNothingIsHalfDoneAnyMore() throws IOException {
        Migrations migrations = migrations("""
                --changeset a:loose runInTransaction:false
                create table one (id int);
                insert into missing values (1);
                """);
        assertThatThrownBy(migrations::upgrade).hasMessageContaining("failed at statement 2 of 2");

        migrations.stamp("head");

        assertThat(migrations.upgrade().applied()).isEmpty();
        assertThat(postgres.query("select 1 where to_regclass('stele_under_way') is not null"))
                .isEmpty();
    }

    private void migrateCounting(Changelog changelog, AtomicInteger all) throws SQLException {
        try (Connection connection = postgres.connect()) {
            migrations(new OneConnection(connection, sql -> all.incrementAndGet()), changelog)
                    .upgrade();
        }
    }

    /** Cuts the connection before one of its statements, as the end of the process does. */
    private void migrateEnding(Changelog changelog, int last) throws SQLException {
        AtomicInteger seen = new AtomicInteger();
        try (Connection connection = postgres.connect()) {
            OneConnection pool = new OneConnection(connection, sql -> {
                if (seen.incrementAndGet() == last) {
                    cut(connection);
                }
            });
            migrations(pool, changelog).upgrade();
        } catch (DatabaseException e) {
            // Unless it was cut when all was done and it only cleared up.
            assertThat(seen).hasValueGreaterThanOrEqualTo(last);
        }
    }

    private static void cut(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean ended(String function) {
        return !postgres.query("select " + function + "(a.pid) from pg_stat_activity a"
                        + " join pg_stat_progress_create_index p using (pid)"
                        + " where a.datname = current_database() and a.application_name like '% migrations'"
                        + " and a.state = 'active' and a.query like '%concurrently%'")
                .isEmpty();
    }

    private static List<String> state() throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = postgres.connect()) {
            CatalogLines.read(connection).forEach(item -> lines.add(item.toString()));
        }
        for (String query : List.of(
                "select step, count(*) from tally group by step order by step",
                "select author, id, filename, md5sum from databasechangelog order by orderexecuted",
                "select indexrelid::regclass::text from pg_index where not indisvalid",
                "select relname::text from pg_class where relname = 'stele_under_way'")) {
            postgres.query(query).forEach(row -> lines.add(row.toString()));
        }
        return lines;
    }

    private Migrations migrations(String text) throws IOException {
        Files.writeString(folder.resolve("0001-x.sql"), "--liquibase formatted sql\n" + text);
        return migrations(Changelog.directory(folder, "x"));
    }

    private static Migrations migrations(Changelog changelog) {
        return Migrations.of(postgres.config(), MigrationSettings.defaults().withChangelog(changelog));
    }

    private static Migrations migrations(OneConnection pool, Changelog changelog) {
        return Migrations.of(pool, MigrationSettings.defaults().withChangelog(changelog));
    }
}
