package dev.stele.migrations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.TestServer;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.Timeouts;
import dev.stele.core.error.MigrationException;
import dev.stele.core.error.Unavailable;
import dev.stele.core.error.Unavailable.Outcome;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.MigrationListener;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Long work gives up on a server that is frozen, and not on one that is busy. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SilentServerTest {
    private static final String SILENT = "the server was silent for 1.0 s, and for as long answered no new connection";

    private static TestServer server;
    private static DatabaseConfig config;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Map.of());
        Contents.run(server.config(), "create database precious");
        config = Contents.database(server.config(), "precious")
                .withTimeouts(new Timeouts(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        Duration.ofSeconds(5)));
        // More than the buffers of a connection hold, so that a load is stuck in a write.
        Contents.run(
                config,
                "create table t (id int primary key, x text);"
                        + " insert into t select k, repeat('x', 10000) from generate_series(1, 2500) k");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void wake() {
        server.thaw();
    }

    @Test
    void silentWorkTakesAsLongAsItTakes() throws Exception {
        migrations("select pg_sleep(3.5)", MigrationListener.SILENT).upgrade();
        Contents.run(
                config,
                "create function slow(int) returns int language sql immutable return $1;"
                        + " create table s (id int); insert into s values (1);"
                        + " create index s_slow on s (slow(id)); create or replace function slow(int) returns int language"
                        + " plpgsql immutable as 'begin perform pg_sleep(3.5); return $1; end'");
        try {
            Backup.of(config).to(folder.resolve("b"));
            Restore.of(config).replacing(folder.resolve("b"));

            assertThat(Contents.value(config, "select count(*) from s")).isEqualTo("1");
        } finally {
            Contents.run(config, "drop table s; drop function slow");
        }
    }

    @Test
    void aBackupGivesUpAndLeavesNothing() {
        assertThatThrownBy(() -> Backup.of(config)
                        .with(BackupOptions.defaults().withFileSize(8192).withListener(freezingAt("copying rows")))
                        .to(folder.resolve("b")))
                .isInstanceOf(Unavailable.class)
                .hasMessage("could not make the backup: " + SILENT
                        + " (SQLSTATE 08006)\n  hint: wake or restart the server," + " and make it again")
                .satisfies(e -> assertThat(((Unavailable) e).outcome()).isEqualTo(Outcome.NOTHING_KEPT));
        assertThat(folder).isEmptyDirectory();
        server.thaw();

        assertThat(Backup.of(config).to(folder.resolve("b")).rows()).isEqualTo(2500);
    }

    @Test
    void aRestoreGivesUpWhereverItIsAndTheNextOneWorks() throws Exception {
        Backup.of(config).to(folder.resolve("b"));
        for (String step : new String[] {"loading rows", "building indexes and reading back", "analyzing"}) {
            assertThatThrownBy(() -> Restore.of(config)
                            .with(RestoreOptions.defaults().withListener(freezingAt(step)))
                            .replacing(folder.resolve("b")))
                    .as(step)
                    .isInstanceOf(Unavailable.class)
                    .hasMessageEndingWith(
                            "\n  hint: the database is as it was: restore again when the server answers, what"
                                    + " is left over goes with that")
                    .satisfies(e -> assertThat(((Unavailable) e).outcome()).isEqualTo(Outcome.NOTHING_KEPT));
            server.thaw();
            assertThat(Contents.value(config, "select count(*) from t")).isEqualTo("2500");
        }

        Restore.of(config).with(RestoreOptions.defaults().droppingPrevious()).replacing(folder.resolve("b"));

        assertThat(Contents.value(config, "select count(*) from t")).isEqualTo("2500");
        assertThat(Contents.value(config, "select count(*) from pg_database where datname like 'precious%'"))
                .isEqualTo("1");
    }

    @Test
    void aLoadThatIsStuckInAWriteGivesUp() throws Exception {
        Backup.of(config).to(folder.resolve("b"));
        AtomicBoolean freezes = new AtomicBoolean(true);

        assertThatThrownBy(() -> Restore.of(config)
                        .with(RestoreOptions.defaults().withListener(progress -> {
                            if (freezes.getAndSet(false)) {
                                server.freeze();
                            }
                        }))
                        .replacing(folder.resolve("b")))
                .isInstanceOf(Unavailable.class)
                .hasMessageStartingWith("could not load data/0001-t.copy into table public.t: " + SILENT)
                .satisfies(e -> assertThat(((Unavailable) e).outcome()).isEqualTo(Outcome.NOTHING_KEPT));
    }

    @Test
    void aRestoreIntoAnEmptyDatabaseSaysThatItIsNotWhole() throws Exception {
        Backup.of(config).to(folder.resolve("b"));
        Contents.run(server.config(), "create database fresh");
        DatabaseConfig fresh = Contents.database(server.config(), "fresh").withTimeouts(config.timeouts());

        assertThatThrownBy(() -> Restore.of(fresh)
                        .with(RestoreOptions.defaults().withListener(freezingAt("analyzing")))
                        .intoEmpty(folder.resolve("b")))
                .isInstanceOf(Unavailable.class)
                .hasMessageEndingWith(
                        "\n  hint: the database is not whole: drop and create it, and restore again when the"
                                + " server answers")
                .satisfies(e -> assertThat(((Unavailable) e).outcome()).isEqualTo(Outcome.UNKNOWN));
    }

    @Test
    void aMigrationGivesUpAndSaysWhatIsKept() throws Exception {
        AtomicBoolean freezes = new AtomicBoolean(true);
        MigrationListener freezing = new MigrationListener() {
            @Override
            public void starting(Progress progress) {
                if (freezes.getAndSet(false)) {
                    server.freeze();
                }
            }
        };

        assertThatThrownBy(() -> migrations("create table made ()", freezing).upgrade())
                .isInstanceOfAny(MigrationException.class, Unavailable.class)
                .hasMessageContaining(SILENT)
                .hasMessageContaining("wake or restart the server");
        server.thaw();
        assertThat(migrations("create table made ()", freezing).upgrade().applied())
                .hasSize(1);
        Contents.run(config, "drop table made, databasechangelog cascade");
    }

    private Migrations migrations(String sql, MigrationListener listener) throws Exception {
        Path changelog = folder.resolve("changelog");
        if (Files.notExists(changelog)) {
            Files.createDirectory(changelog);
        }
        Files.writeString(
                changelog.resolve("0001-first.sql"),
                "--liquibase formatted sql\n\n--changeset app:first\n" + sql + ";\n--rollback select 1;\n");
        return Migrations.of(
                config,
                MigrationSettings.defaults()
                        .withChangelog(Changelog.directory(changelog, "test"))
                        .withListener(listener));
    }

    private static BackupListener freezingAt(String wanted) {
        return new BackupListener() {
            @Override
            public void copied(Progress progress) {}

            @Override
            public void began(String step) {
                if (step.equals(wanted)) {
                    server.freeze();
                }
            }
        };
    }
}
