package dev.stele.migrations.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A restore that is killed at any point leaves the old database as it was, or the new one in its place; the next one works.
 *
 * <p>{@code -Dstele.test.kills=200} kills so often, {@code -Dstele.test.seed=…} repeats a run.
 */
class KilledRestoreTest {
    @RegisterExtension
    static final PostgresExtension server = PostgresExtension.freshDatabase();

    private static final String NAME = "backup_killed";
    private static final int KILLS = Integer.getInteger("stele.test.kills", 5);
    private static final long SEED = Long.getLong("stele.test.seed", System.nanoTime());

    @TempDir
    Path folder;

    private final DatabaseConfig old = Contents.database(server.config(), NAME);

    @BeforeEach
    @AfterEach
    void dropAll() {
        left("").forEach(name -> server.execute("drop database " + name + " with (force)"));
    }

    private static List<String> left(String more) {
        return server
                .query(
                        "select datname from pg_database where datname like ? order by 1",
                        NAME.replace("_", "\\_") + more + "%")
                .stream()
                .map(row -> (String) row.get(0))
                .toList();
    }

    @Test
    void theOldDatabaseStaysAsItWasAndTheNextRestoreWorks() throws Exception {
        System.out.println("seed of the killed restores: " + SEED);
        Random random = new Random(SEED);
        Path backup = backup();
        Contents.run(
                old, "drop table big, small; create table precious (id int); insert into precious values (1), (2)");
        Map<String, String> before = Contents.of(old);
        long whole = Math.max(1_000, time(backup));
        exchangeBack();
        int replaced = 0;

        for (int i = 0; i < KILLS; i++) {
            Process process = start(backup);
            boolean ended = process.waitFor((long) (random.nextDouble() * 1.1 * whole), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();

            if (left("\\_before").isEmpty()) {
                assertThat(ended).as(() -> "a restore failed: " + errors()).isFalse();
                assertThat(Contents.of(old)).isEqualTo(before);
            } else {
                replaced++;
                assertThat(Contents.value(old, "select count(*) from big")).isEqualTo("20000");
                exchangeBack();
            }
        }
        Restored restored = Restore.of(old).replacing(backup);

        System.out.println(KILLS + " kills, " + replaced + " after the exchange");
        assertThat(left("\\_restore")).isEmpty();
        assertThat(Contents.of(Contents.database(old, restored.previous().orElseThrow())))
                .isEqualTo(before);
        assertThat(Contents.value(old, "select count(*) from big")).isEqualTo("20000");
    }

    private Path backup() throws Exception {
        server.execute("create database " + NAME + " template template0");
        Contents.run(
                old,
                "create table big (id int primary key, t text); insert into big select k, repeat('x', 200) from"
                        + " generate_series(1, 20000) k; create index on big (t); create table small (id int references big)");
        Path directory = folder.resolve("b");
        Backup.of(old).with(BackupOptions.defaults().withFileSize(500_000)).to(directory);
        return directory;
    }

    /** How long one takes that is not killed. */
    private long time(Path backup) throws Exception {
        long began = System.nanoTime();
        Process process = start(backup);
        List<String> steps = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(steps::add);
        }
        assertThat(process.waitFor()).as(steps.toString()).isZero();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    private String errors() {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".err")).toList()) {
                all.append(Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }

    /** Puts the old database back in its place. */
    private static void exchangeBack() {
        server.execute(
                "drop database " + NAME + " with (force)",
                "alter database " + left("\\_before").get(0) + " rename to " + NAME);
    }

    private Process start(Path backup) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RestoringProgram.class.getName()));
        command.addAll(List.of(old.jdbcUrl(), old.user(), old.password(), backup.toString()));
        return new ProcessBuilder(command)
                .redirectError(Files.createTempFile(folder, "restore", ".err").toFile())
                .start();
    }
}
