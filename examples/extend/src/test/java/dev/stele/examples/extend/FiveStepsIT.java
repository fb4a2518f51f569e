package dev.stele.examples.extend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.DevServer;
import dev.stele.core.config.DatabaseConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The five steps, as calls and as commands. */
class FiveStepsIT {
    private static final String GENERATED = """
            0003-add-label.sql
              create table public.label
              create constraint public.label.label_note_id_fkey
            proof: applied and rolled back in a scratch database; no difference was left either time
            """;

    @TempDir
    Path folder;

    @Test
    void eachStepIsOneCallAndOneScreen() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        FiveSteps.run(new PrintStream(printed, true, StandardCharsets.UTF_8), FiveSteps.copied(folder));

        String[] screens = printed.toString(StandardCharsets.UTF_8).split("== ");
        assertThat(screens).hasSize(5).allSatisfy(screen -> assertThat(screen.lines())
                .hasSizeLessThanOrEqualTo(40));
        assertThat(screens[1]).isEqualTo("generate\n" + GENERATED);
        assertThat(screens[2]).contains("create table public.label (", "--rollback drop table public.label;");
        assertThat(screens[3])
                .isEqualTo(
                        "upgrade\n" + "changeset \"app:0003-add-label\" of db/changelog/extend/0003-add-label.sql\n");
        assertThat(screens[4]).isEqualTo("verify\nthe model, the changelog and the database agree\n");
    }

    @Test
    void eachStepIsOneCommandWithAnExitCode() throws Exception {
        FiveSteps.copied(folder);
        try (DevServer server = DevServer.temporary()) {
            assertThat(command(server, "check").code()).isEqualTo(1);
            assertThat(command(server, "generate", "add label").out())
                    .startsWith(GENERATED)
                    .endsWith("written: " + folder.resolve("0003-add-label.sql") + "\n");
            assertThat(command(server, "review").code()).isZero();
            assertThat(command(server, "status").code()).isEqualTo(1);
            assertThat(command(server, "upgrade").code()).isZero();
            assertThat(command(server, "verify")).isEqualTo(new Ended(0, "the database schema is as it should be\n"));
            assertThat(command(server, "check")).isEqualTo(new Ended(0, "the changelog is as it should be\n"));
        }
    }

    private record Ended(int code, String out) {}

    private Ended command(DevServer server, String... arguments) throws IOException, InterruptedException {
        DatabaseConfig config = server.config();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dorg.jboss.logging.provider=slf4j",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.stele.migrations.MigrationCommand"));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "--entities", "dev.stele.examples.extend",
                "--changelog", folder.toString(),
                "--recorded-as", "db/changelog/extend",
                "--keep", "note_team_id_updated_at_idx"));
        Path printed = Files.createTempFile("command", ".out");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(printed.toFile());
        builder.environment()
                .put(
                        "DATABASE_URL",
                        config.jdbcUrl()
                                .replace("jdbc:", "")
                                .replace("://", "://" + config.user() + ":" + config.password() + "@"));
        int code = builder.inheritIO().redirectOutput(printed.toFile()).start().waitFor();
        return new Ended(code, Files.readString(printed));
    }
}
