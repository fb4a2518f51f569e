package dev.stele.migrations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.PostgresExtension;
import dev.stele.core.TestServer;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.BackupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL's own programs serve as well, where they fit the server. */
class PgDumpTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @TempDir
    Path folder;

    @Test
    void dumpsAndRestoresWithProgramsOfTheServersVersion() throws Exception {
        assumeTrue(TestServer.isInstalled(), "no PostgreSQL is installed");
        try (TestServer server = TestServer.installed(Map.of())) {
            Path programs = Path.of("/usr/lib/postgresql/" + major(server.config()) + "/bin");
            assumeTrue(Files.isExecutable(programs.resolve("pg_dump")), "pg_dump is not installed");
            Contents.run(server.config(), "create database again");
            Contents.run(
                    server.config(),
                    "create table t (id int primary key); insert into t select generate_series(1, 1000)");
            DatabaseConfig again = Contents.database(server.config(), "again");

            PgDump.of(server.config()).in(programs).to(folder.resolve("d"));
            PgDump.of(again).in(programs).restore(folder.resolve("d"));

            assertThat(Contents.of(again)).isEqualTo(Contents.of(server.config()));
            try (var files = Files.walk(folder.resolve("d"))) {
                assertThat(files).allSatisfy(path -> assertThat(
                                PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
            }
        }
    }

    @Test
    void anOlderProgramIsRefused() throws Exception {
        program("pg_dump", "echo 'pg_dump (PostgreSQL) 9.6.24'");

        assertThatThrownBy(() -> PgDump.of(postgres.config()).in(folder).to(folder.resolve("d")))
                .isInstanceOf(BackupException.class)
                .hasMessage("cannot use pg_dump 9: the server is PostgreSQL " + postgres.majorVersion()
                        + "\n  hint: install the client programs of PostgreSQL " + postgres.majorVersion()
                        + " and name their folder, or use Backup");
    }

    @Test
    void theSecretIsNotOnTheCommandLine() throws Exception {
        program(
                "pg_dump",
                "case \"$1\" in --version) echo 'pg_dump (PostgreSQL) 99.1';; *) echo \"$@\" > " + folder
                        + "/line; test \"$PGPASSWORD\" = \"" + postgres.config().password()
                        + "\" && test -n \"$PGHOST\";; esac");

        PgDump.of(postgres.config()).in(folder).to(folder.resolve("d"));

        assertThat(Files.readString(folder.resolve("line")))
                .startsWith("--no-password --format=directory --jobs=2 --file=")
                .doesNotContain(postgres.config().password());
    }

    @Test
    void whatTheProgramSaidIsToldAndNothingStays() throws Exception {
        program(
                "pg_dump",
                "case \"$1\" in --version) echo 'pg_dump (PostgreSQL) 99.1';; *) echo 'the disk is full'; exit 3;; esac");

        assertThatThrownBy(() -> PgDump.of(postgres.config()).in(folder).to(folder.resolve("d")))
                .isInstanceOf(BackupException.class)
                .hasMessage("pg_dump failed with 3:\n  the disk is full");
        assertThat(folder.resolve("d")).doesNotExist();
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aMissingProgramIsNamed() {
        assertThatThrownBy(() -> PgDump.of(postgres.config()).in(folder).to(folder.resolve("d")))
                .isInstanceOf(BackupException.class)
                .hasMessageStartingWith("could not run pg_dump: ")
                .hasMessageEndingWith(
                        "\n  hint: install PostgreSQL's client programs, name their folder, or use Backup and Restore");
    }

    private void program(String name, String script) throws Exception {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static int major(DatabaseConfig config) throws Exception {
        return Integer.parseInt(Contents.value(config, "select current_setting('server_version_num')::int / 10000"));
    }
}
