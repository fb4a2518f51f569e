package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.error.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A disk of four megabytes under a table, where this process may mount one. */
class DiskFullIT {
    @Test
    void aFullDiskIsAnErrorUntilThereIsSpace() throws Exception {
        try (TestServer server = TestServer.start(Map.of())) {
            Path disk = Files.createDirectory(
                    server.directory().resolve("disk"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            assumeTrue(
                    run("mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", disk.toString()),
                    "a small disk could not be mounted (only root may), so a full one was not tried");
            try {
                Path folder = Files.createDirectory(disk.resolve("space"));
                ServerAccount.current().own(disk);
                Path ballast = Files.write(disk.resolve("ballast"), new byte[1 << 20]);
                fillAndFree(server, folder, ballast);
            } finally {
                server.stop();
                assertThat(run("umount", disk.toString())).isTrue();
            }
        }
    }

    private static void fillAndFree(TestServer server, Path folder, Path ballast) throws IOException {
        try (Database database = Database.open(server.config())) {
            ask(database, "create tablespace small location '" + folder + "'");
            ask(database, "create table item (id int, text text) tablespace small");
            int kept = 0;
            Unavailable error = null;
            while (error == null) {
                int id = ++kept;
                error = catchThrowableOfType(Unavailable.class, () -> ask(database, fill(id)));
            }
            kept--;

            assertThat(error)
                    .hasMessage("PostgreSQL at " + server.config().jdbcUrl().replaceAll(".*//([^/]*)/.*", "$1")
                            + " is out of something it needs: disk space");
            assertThat(error.outcome()).isEqualTo(Unavailable.Outcome.NOTHING_KEPT);
            assertThat(ask(database, "select count(*) from item"))
                    .as("reads go on")
                    .isEqualTo("" + kept);

            Files.delete(ballast);
            assertThat(ask(database, fill(0) + " returning id")).isEqualTo("0");
        }
    }

    private static String fill(int id) {
        return "insert into item select " + id + ", string_agg(md5(random()::text), '') from generate_series(1, 2000)";
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    private static String ask(Database database, String sql) {
        return database.sql(connection -> {
            try (Statement statement = connection.createStatement()) {
                if (!statement.execute(sql)) {
                    return "";
                }
                try (ResultSet row = statement.getResultSet()) {
                    row.next();
                    return row.getString(1);
                }
            }
        });
    }
}
