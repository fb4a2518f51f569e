package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes, and processes that die. */
@Tag("once")
class ManyProcessesTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    /** Sleeps at the statement that the table "brake" names, if it is there. */
    private static final String SLOW = """
            --liquibase formatted sql
            --changeset test:first
            create table first (id int);
            --rollback drop table first;
            --changeset test:second
            select pg_sleep(case when exists (select from brake where step = 1) then 60 else 0 end);
            create table second (id int);
            select pg_sleep(case when exists (select from brake where step = 2) then 60 else 0 end);
            insert into second values (1);
            select pg_sleep(case when exists (select from brake where step = 3) then 60 else 0 end);
            --rollback drop table second;
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void emptyTheDatabase() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void eightProcessesAtOnceApplyEachChangesetExactlyOnce() throws Exception {
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            children.add(ChildProcess.start(postgres, folder, List.of(), "bundled"));
        }
        for (ChildProcess child : children) {
            assertThat(child.waitFor()).as(child.error()).isZero();
            child.close();
        }

        Changelog bundled = Changelog.bundled();
        assertThat(postgres.query("select author, id, filename from databasechangelog order by orderexecuted"))
                .extracting(row -> new ChangesetId((String) row.get(0), (String) row.get(1), (String) row.get(2)))
                .containsExactlyElementsOf(bundled.changesets());
        assertThat(Migrations.of(postgres.config()).verify().findings()).isEmpty();
        assertThat(advisoryLocks()).isZero();
        assertThat(postgres.query("select 1 where to_regclass('databasechangeloglock') is not null"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aProcessKilledInsideAChangesetLeavesNothingThatHoldsUpTheNext(int step) throws Exception {
        Path versions = Files.createDirectory(folder.resolve("versions"));
        Files.writeString(versions.resolve("0001-slow.sql"), SLOW);
        postgres.execute("create table brake (step int)", "insert into brake values (" + step + ")");
        Migrations migrations = migrations(Changelog.directory(versions, "test"));
        try (ChildProcess child = ChildProcess.start(postgres, folder, List.of(), versions.toString())) {
            awaitSleep();
            child.kill();
        }
        postgres.execute("truncate brake");

        long killed = System.nanoTime();
        Upgrade upgrade = migrations.upgrade();

        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(5));
        assertThat(upgrade.applied()).extracting(ChangesetId::label).containsExactly("test:second");
        assertThat(postgres.query("select id from second")).hasSize(1);
        assertThat(advisoryLocks()).isZero();
    }

    @Test
    void waitingEndsAtItsLimitAndSaysWhoHoldsTheLock() throws SQLException {
        List<String> holders = new ArrayList<>();
        MigrationSettings settings = MigrationSettings.defaults()
                .withLockWait(Duration.ofMillis(300))
                .withListener(new MigrationListener() {
                    @Override
                    public void waiting(String holder, Duration waited) {
                        holders.add(holder);
                    }
                });
        try (Connection other = postgres.connect()) {
            other.createStatement().execute("set application_name = 'the other one'");
            other.createStatement().execute("select pg_advisory_lock(" + MigrationLock.KEY + ")");
            int pid = postgres.value(
                    Integer.class, "select pid from pg_stat_activity where application_name = 'the other one'");
            String holder = "process " + pid + " of the server, application \"the other one\"";

            assertThatThrownBy(() -> Migrations.of(postgres.config(), settings).upgrade())
                    .isInstanceOf(MigrationException.class)
                    .hasMessage("another process holds the migration lock: " + holder + "; waited 300 ms\n"
                            + "  hint: wait until it is done and start again, or raise lockWait;"
                            + " the lock goes away with that session");
            assertThat(holders).containsExactly(holder);
            assertThat(postgres.query("select 1 from pg_tables where schemaname = 'public'"))
                    .isEmpty();
        }
    }

    @Test
    void aLostLockEndsTheMigration() throws IOException {
        Path versions = Files.createDirectory(folder.resolve("versions"));
        Files.writeString(
                versions.resolve("0001-lose.sql"),
                "--liquibase formatted sql\n--changeset test:lose\nselect pg_advisory_unlock_all();\n"
                        + "--changeset test:next\ncreate table next (id int);\n");

        assertThatThrownBy(
                        () -> migrations(Changelog.directory(versions, "test")).upgrade())
                .hasMessage("lost the migration lock: this connection is no longer the session that took it\n"
                        + "  hint: migrate through a direct address of the server,"
                        + " not through a pooler in transaction mode");
        assertThat(postgres.query("select 1 where to_regclass('next') is not null"))
                .isEmpty();
    }

    private static Migrations migrations(Changelog changelog) {
        return Migrations.of(postgres.config(), MigrationSettings.defaults().withChangelog(changelog));
    }

    private static long advisoryLocks() {
        return postgres.value(
                Long.class,
                "select count(*) from pg_locks where locktype = 'advisory'"
                        + " and database = (select oid from pg_database where datname = current_database())");
    }

    private static void awaitSleep() {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < deadline) {
            if (!postgres.query("select 1 from pg_stat_activity where wait_event = 'PgSleep'"
                            + " and datname = current_database()")
                    .isEmpty()) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the other process never reached its sleep");
    }
}
