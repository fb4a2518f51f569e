package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty that start at once on an empty database.
 *
 * <p>{@code -Dstele.test.processes=50 -Dstele.test.rounds=20} makes each of them a process and does it twenty times.
 */
class ManyStartersTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final int STARTERS = 50;
    private static final int PROCESSES = Integer.getInteger("stele.test.processes", 5);
    private static final int ROUNDS = Integer.getInteger("stele.test.rounds", 1);

    @TempDir
    Path folder;

    @Test
    void fiftyThatStartAtOnceApplyEachChangesetExactlyOnceWithoutAnError() throws Exception {
        Path versions = KilledChangelog.write(folder);
        Changelog changelog = Changelog.directory(versions, "start");
        for (int round = 1; round <= ROUNDS; round++) {
            postgres.execute("drop schema public cascade", "create schema public");

            int applied = round(versions);

            assertThat(applied)
                    .as("round " + round)
                    .isEqualTo(changelog.changesets().size());
            assertThat(postgres.query("select author, id, filename from databasechangelog order by orderexecuted"))
                    .as("round " + round)
                    .extracting(row -> new ChangesetId((String) row.get(0), (String) row.get(1), (String) row.get(2)))
                    .containsExactlyElementsOf(changelog.changesets());
            assertThat(postgres.query("select step from tally group by step having count(*) <> 1"))
                    .as("round " + round)
                    .isEmpty();
            assertThat(postgres.query("select 1 from pg_index where not indisvalid"))
                    .as("round " + round)
                    .isEmpty();
        }
        System.out.println(ROUNDS + " round(s) of " + STARTERS + " starters in " + PROCESSES + " processes");
    }

    private int round(Path versions) throws Exception {
        List<Process> processes = new ArrayList<>();
        List<Path> errors = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                errors.add(Files.createTempFile(folder, "starter", ".err"));
                processes.add(start(versions, errors.get(i)));
            }
            List<BufferedReader> outputs =
                    processes.stream().map(Process::inputReader).toList();
            for (BufferedReader output : outputs) {
                assertThat(output.readLine()).isEqualTo("ready");
            }
            for (Process process : processes) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            }
            int applied = 0;
            for (int i = 0; i < PROCESSES; i++) {
                String said = outputs.get(i).readLine();
                assertThat(processes.get(i).waitFor(5, TimeUnit.MINUTES)).isTrue();
                assertThat(Files.readString(errors.get(i))).isEmpty();
                applied += Integer.parseInt(said);
            }
            return applied;
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private static Process start(Path versions, Path errors) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartingProgram.class.getName(),
                        postgres.jdbcUrl(),
                        postgres.config().user(),
                        postgres.config().password(),
                        versions.toString(),
                        String.valueOf(STARTERS / PROCESSES))
                .redirectError(errors.toFile())
                .start();
    }
}
