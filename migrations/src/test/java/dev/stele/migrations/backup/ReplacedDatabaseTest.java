package dev.stele.migrations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.BackupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One database takes the place of another while clients come and go. */
class ReplacedDatabaseTest {
    @RegisterExtension
    static final PostgresExtension server = PostgresExtension.freshDatabase();

    private static final String NAME = "backup_replaced";

    @TempDir
    Path folder;

    private final DatabaseConfig config = Contents.database(server.config(), NAME);

    @BeforeEach
    void make() throws Exception {
        dropAll();
        server.execute("create database " + NAME + " template template0");
        Contents.run(config, "create table mark (v text); insert into mark values ('backed up')");
        Backup.of(config).to(folder.resolve("b"));
        Contents.run(config, "update mark set v = 'later'");
    }

    @AfterEach
    void dropAll() {
        names().forEach(name -> server.execute("drop database " + name + " with (force)"));
    }

    private static List<String> names() {
        return server
                .query("select datname from pg_database where datname like 'backup\\_replaced%' order by 1")
                .stream()
                .map(row -> (String) row.get(0))
                .toList();
    }

    @Test
    void clientsSeeTheOldOneOrTheNewOneAndNothingElse() throws Exception {
        Set<String> seen = new ConcurrentSkipListSet<>();
        CountDownLatch started = new CountDownLatch(3);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread client = new Thread(() -> look(seen, started));
            client.start();
            clients.add(client);
        }
        started.await();
        try {
            Restore.of(config).replacing(folder.resolve("b"));
        } finally {
            clients.forEach(Thread::interrupt);
        }
        for (Thread client : clients) {
            client.join();
        }

        Set<String> values = new TreeSet<>(seen);
        values.removeIf(value -> value.startsWith("error "));
        assertThat(values).containsExactly("backed up", "later");
        // Ended by the restore, lost with it, or met the moment in which the name changed hands.
        assertThat(seen).isSubsetOf("backed up", "later", "error 57P01", "error 08006", "error 08003", "error 3D000");
    }

    /** Looks again and again until the new one is seen. */
    private void look(Set<String> seen, CountDownLatch started) {
        for (String value = ""; !value.equals("backed up"); ) {
            try {
                value = Contents.value(config, "select v from mark");
                seen.add(value);
                started.countDown();
            } catch (SQLException e) {
                seen.add("error " + e.getSQLState());
            }
        }
    }

    @Test
    void aDatabaseThatIsGoneIsMadeAnew() throws Exception {
        server.execute("drop database " + NAME + " with (force)");

        Restored restored = Restore.of(config).replacing(folder.resolve("b"));

        assertThat(restored.previous()).isEmpty();
        assertThat(Contents.value(config, "select v from mark")).isEqualTo("backed up");
        assertThat(names()).containsExactly(NAME);
    }

    @Test
    void theOldOneGoesWhereThatIsAskedFor() throws Exception {
        Restored restored = Restore.of(config)
                .with(RestoreOptions.defaults().droppingPrevious())
                .replacing(folder.resolve("b"));

        assertThat(restored.previous()).isEmpty();
        assertThat(names()).containsExactly(NAME);
    }

    @Test
    void twoRestoresOfOneDatabaseAtOnceAreRefused() throws Exception {
        DatabaseConfig maintenance = Contents.database(server.config(), "postgres");
        try (Connection other = java.sql.DriverManager.getConnection(
                        maintenance.jdbcUrl(), maintenance.user(), maintenance.password());
                Statement statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(hashtextextended('stele restore " + NAME + "', 0))");

            assertThatThrownBy(() -> Restore.of(config).replacing(folder.resolve("b")))
                    .isInstanceOf(BackupException.class)
                    .hasMessage("cannot restore database \"" + NAME
                            + "\": another restore of it is going on\n  hint: wait until it is done");
        }
        assertThat(names()).containsExactly(NAME);
    }

    @Test
    void whereTheRestoreFailsTheOldOneStaysInUse() throws Exception {
        Path data;
        try (var files = Files.list(folder.resolve("b").resolve("data"))) {
            data = files.findFirst().orElseThrow();
        }
        try (Connection client =
                        java.sql.DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
                Statement statement = client.createStatement()) {
            BackupListener sabotage = new BackupListener() {
                @Override
                public void copied(Progress progress) {}

                @Override
                public void began(String step) {
                    if (step.equals("loading rows")) {
                        try {
                            Files.write(data, new byte[(int) Files.size(data)]);
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }
                }
            };

            assertThatThrownBy(() -> Restore.of(config)
                            .with(RestoreOptions.defaults().withListener(sabotage))
                            .replacing(folder.resolve("b")))
                    .isInstanceOf(BackupException.class)
                    .hasMessage(
                            "could not load data/0001-mark.copy into table public.mark: COPY file signature not recognized"
                                    + " (SQLSTATE 22P04)");
            statement.execute("update mark set v = 'still here'");
        }
        assertThat(names()).containsExactly(NAME);
    }

    @Test
    void anotherContentIsFoundWhenItIsReadBack() throws Exception {
        Path manifest = folder.resolve("b").resolve("manifest.json");
        String hash = "\"hash\":\"";
        String text = Files.readString(manifest);
        int at = text.indexOf(hash) + hash.length();
        byte[] forged = (text.substring(0, at) + (text.charAt(at) == '0' ? '1' : '0') + text.substring(at + 1))
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Files.write(manifest, forged);
        Files.write(folder.resolve("b").resolve("manifest.seal"), BackupFiles.seal(forged, null));

        assertThatThrownBy(() -> Restore.of(config).replacing(folder.resolve("b")))
                .isInstanceOf(BackupException.class)
                .hasMessageStartingWith(
                        "table public.mark was not restored as it was: its rows are not those of the backup");
        assertThat(Contents.value(config, "select v from mark")).isEqualTo("later");
        Restore.of(config)
                .with(RestoreOptions.defaults().withoutReadingBack().droppingPrevious())
                .replacing(folder.resolve("b"));

        assertThat(Contents.value(config, "select v from mark")).isEqualTo("backed up");
    }
}
