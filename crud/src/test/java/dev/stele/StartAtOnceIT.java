package dev.stele;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.FirstSuperuser;
import dev.stele.crud.teams.ManagedSkillsSeed;
import dev.stele.crud.teams.ManagedSkillsSeed.ManagedSkill;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Eight real processes start on one empty database: one migrates and seeds, all are ready afterwards. */
class StartAtOnceIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @Test
    void w4_q73_eightProcessesThatStartAtOnceMigrateAndSeedOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            processes.add(start());
        }
        List<String> said = new ArrayList<>();
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            said.add(output);
        }

        assertThat(said).filteredOn(output -> output.contains("migrated\n")).hasSize(1);
        assertThat(said)
                .filteredOn(output ->
                        output.contains("superusers: inserted 1, ") && output.contains("managed skills: inserted 2, "))
                .hasSize(1);
        assertThat(said)
                .filteredOn(output -> output.contains("superusers: inserted 0, updated 0, unchanged 1, removed 0")
                        && output.contains("managed skills: inserted 0, updated 0, unchanged 2, removed 0"))
                .hasSize(7);
        assertThat(postgres.query("select (select count(*) from \"user\"), (select count(*) from skill)"))
                .containsExactly(List.of(1L, 2L));
    }

    /** What each of the processes runs. */
    static final class Starter {
        private Starter() {}

        public static void main(String[] args) {
            DatabaseConfig config = DatabaseConfig.of(args[0], args[1], args[2])
                    .withFirstSuperuser(new FirstSuperuser("root@example.com", "correct horse battery staple"));
            SteleBuilder builder = Stele.builder()
                    .config(config)
                    .managedSkills(ManagedSkillsSeed.of(
                            new ManagedSkill("search", "finds"), new ManagedSkill("math", "counts")));
            try (Stele stele = builder.start()) {
                Startup startup = stele.startup();
                System.out.print(startup.upgrade().orElseThrow().applied().isEmpty() ? "at head\n" : "migrated\n");
                System.out.println(startup.initialData());
                System.out.println(startup);
            }
        }
    }

    private static Process start() throws IOException {
        DatabaseConfig config = postgres.config();
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Starter.class.getName(),
                        config.jdbcUrl(),
                        config.user(),
                        config.password())
                .redirectErrorStream(true)
                .start();
    }
}
