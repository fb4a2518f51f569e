package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Migrating processes that end by SIGKILL at random points, upward and downward; whoever comes next finishes.
 *
 * <p>{@code -Dstele.test.kills} says how many, {@code -Dstele.test.seed} repeats a run.
 */
class KilledProcessesTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final int KILLS = Integer.getInteger("stele.test.kills", 20);
    private static final long SEED = Long.getLong("stele.test.seed", System.nanoTime());
    private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final Map<String, Integer> where = new TreeMap<>();
    private int changesets;
    private Duration slowest = Duration.ZERO;
    private List<String> reference = List.of();
    private Migrations migrations;
    private long goesOn;
    private String goesOnWith = "";

    @Test
    void killedAtAnyPointTheNextStartFinishesAndNothingIsDoneTwiceOrHalf() throws Exception {
        System.out.println(KILLS + " kills with -Dstele.test.seed=" + SEED);
        migrations = Migrations.of(
                postgres.config(),
                MigrationSettings.defaults()
                        .withChangelog(Changelog.directory(KilledChangelog.write(folder), "kill"))
                        .withListener(new MigrationListener() {
                            @Override
                            public void starting(Progress progress) {
                                if (goesOn == 0) {
                                    goesOn = System.nanoTime();
                                    goesOnWith = progress.changeset().id();
                                }
                            }
                        }));
        emptyTheDatabase();
        long start = System.nanoTime();
        migrations.upgrade();
        Duration whole = Duration.ofNanos(System.nanoTime() - start);
        changesets = migrations.history().size();
        reference = state();
        try (Child first = new Child("up")) {
            Child next = first;
            for (int i = 0; i < KILLS; i++) {
                Child child = next;
                String direction = i % 4 == 2 ? "down" : "up";
                // The next process starts while this one works.
                next = i + 1 < KILLS ? new Child(i % 4 == 1 ? "down" : "up") : null;
                kill(child, direction, whole, i);
            }
        }
        System.out.println(KILLS + " kills, by direction and the changeset the next start went on at: " + where
                + "; the slowest went on after " + slowest.toMillis() + " ms");
    }

    private static void emptyTheDatabase() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    private void kill(Child child, String direction, Duration whole, int number) throws Exception {
        if (direction.equals("up")) {
            emptyTheDatabase();
        }
        child.go();
        // By progress and not by time alone, so that the kills are spread whatever else the machine does.
        awaitProgress(child, direction, random.nextInt(changesets + 1));
        LockSupport.parkNanos((long) (random.nextDouble() * whole.toNanos() / 3));
        child.close();
        long killed = System.nanoTime();
        goesOn = 0;

        migrations.upgrade();

        if (goesOn != 0) {
            Duration pause = Duration.ofNanos(goesOn - killed);
            slowest = pause.compareTo(slowest) > 0 ? pause : slowest;
            assertThat(pause).as("kill %d, seed %d", number, SEED).isLessThan(GOES_ON_WITHIN);
        }
        where.merge(direction + ", at " + (goesOn == 0 ? "the end" : goesOnWith), 1, Integer::sum);
        assertThat(state())
                .as("kill %d of a process going %s, seed %d", number, direction, SEED)
                .containsExactlyElementsOf(reference);
        assertThat(child.error()).as("kill %d, seed %d", number, SEED).isEmpty();
    }

    /** Waits until the process has brought so many changesets up, or down, or has come to its end. */
    private void awaitProgress(Child child, String direction, int done) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            while (child.process.isAlive()) {
                try (ResultSet row = statement.executeQuery("select count(*) from databasechangelog")) {
                    row.next();
                    int rows = row.getInt(1);
                    if (direction.equals("up") ? rows >= done : rows <= changesets - done) {
                        return;
                    }
                } catch (SQLException e) {
                    // There is no history yet.
                    if (done == 0) {
                        return;
                    }
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    /** Everything that a changeset done twice, half or not at all would change; sorted lines. */
    private static List<String> state() throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = postgres.connect()) {
            CatalogLines.read(connection).forEach(item -> lines.add(item.toString()));
        }
        for (String query : List.of(
                "select 'tally', step, count(*) from tally group by step",
                "select 'history', author, id, filename, md5sum from databasechangelog",
                "select 'invalid index', indexrelid::regclass::text from pg_index where not indisvalid",
                "select 'table', relname::text from pg_class"
                        + " where relname in ('stele_under_way', 'databasechangeloglock')",
                "select 'advisory lock' from pg_locks where locktype = 'advisory'"
                        + " and database = (select oid from pg_database where datname = current_database())")) {
            postgres.query(query).forEach(row -> lines.add(row.toString()));
        }
        return lines.stream().sorted().toList();
    }

    /** A process that is ready to migrate. */
    private final class Child implements AutoCloseable {
        private final Process process;
        private final Path err;

        Child(String direction) throws IOException {
            this.err = Files.createTempFile(folder, "child", ".err");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx128m",
                    "-Xshare:auto",
                    "-cp",
                    System.getProperty("java.class.path"),
                    KilledProgram.class.getName()));
            command.addAll(List.of(
                    postgres.jdbcUrl(),
                    postgres.config().user(),
                    postgres.config().password()));
            command.addAll(List.of(folder.resolve("versions").toString(), direction));
            this.process =
                    new ProcessBuilder(command).redirectError(err.toFile()).start();
        }

        void go() throws IOException {
            assertThat(process.getInputStream().read()).as(error()).isNotEqualTo(-1);
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }

        String error() throws IOException {
            return Files.readString(err);
        }

        /** Ends it by SIGKILL. */
        @Override
        public void close() throws InterruptedException {
            assertThat(process.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
