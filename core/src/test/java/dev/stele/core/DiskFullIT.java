package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A small disk under a table, or under the log, where this process may mount one. */
@Tag("once")
class DiskFullIT {
    @Test
    void aFullDiskIsAnErrorUntilThereIsSpace() throws Exception {
        try (TestServer server = TestServer.start(Map.of())) {
            Path disk = disk(server);
            mount(disk, 4);
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

    /** The server ends itself then, and stays down until there is space and somebody starts it. */
    @Test
    void aFullDiskOfTheLogEndsTheServerAndLosesNothing() throws Exception {
        // Nothing of the log is used again, so that it grows until nothing fits.
        try (TestServer server = TestServer.start(Map.of("synchronous_commit", "on", "wal_keep_size", "1GB"))) {
            Path disk = disk(server);
            mount(disk, 96);
            try {
                server.stop();
                Path ballast = Files.write(disk.resolve("ballast"), new byte[40 << 20]);
                moveLog(server, disk);
                server.restart();
                writeUntilItEnds(server, ballast);
            } finally {
                server.kill();
                assertThat(run("umount", disk.toString())).isTrue();
            }
        }
    }

    private static void writeUntilItEnds(TestServer server, Path ballast) throws IOException {
        DatabaseConfig config = server.config();
        try (Database database =
                Database.open(config.withPool(config.pool().withAcquireTimeout(Duration.ofSeconds(2))))) {
            ask(database, "create table item (id int, text text)");
            int written = 0;
            Set<Integer> kept = new HashSet<>();
            Set<Integer> unknown = new HashSet<>();
            for (int refusals = 0; refusals < 3; written++) {
                int id = written;
                try {
                    database.tx().run(() -> ask(database, fill(id)));
                    kept.add(id);
                } catch (Unavailable e) {
                    refusals++;
                    if (e.outcome() == Unavailable.Outcome.UNKNOWN) {
                        unknown.add(id);
                    }
                }
            }

            Files.delete(ballast);
            server.kill();
            server.restart();

            ask(database, fill(written));
            kept.add(written);
            Set<Integer> found = new HashSet<>();
            for (String id :
                    ask(database, "select string_agg(id::text, ',') from item").split(",", -1)) {
                assertThat(found.add(Integer.valueOf(id))).as("once").isTrue();
            }
            assertThat(found).containsAll(kept);
            found.removeAll(kept);
            assertThat(unknown).containsAll(found);
        }
    }

    /** Puts the server's log on the disk; the server must be stopped. */
    private static void moveLog(TestServer server, Path disk) throws IOException {
        Path log = server.directory().resolve("cluster/data/pg_wal");
        Path place = disk.resolve("pg_wal");
        try (Stream<Path> tree = Files.walk(log)) {
            for (Path path : tree.toList()) {
                Files.copy(path, place.resolve(log.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        ServerAccount.current().own(disk);
        Files.move(log, log.resolveSibling("pg_wal_before"));
        Files.createSymbolicLink(log, place);
    }

    private static Path disk(TestServer server) throws IOException {
        return Files.createDirectory(
                server.directory().resolve("disk"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void mount(Path disk, int megabytes) throws IOException, InterruptedException {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m,mode=700", "tmpfs", disk.toString()),
                "a small disk could not be mounted (only root may), so a full one was not tried");
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
