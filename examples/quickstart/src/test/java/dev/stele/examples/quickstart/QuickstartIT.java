package dev.stele.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.Database;
import dev.stele.core.DevServer;
import dev.stele.core.config.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart as its user runs it: a process of its own, in a folder of its own. */
class QuickstartIT {
    private static final Pattern STEP = Pattern.compile("(?m)^(\\w[\\w ]*?) +\\d+ ms  ");
    private static final List<String> STEPS = List.of(
            "settings",
            "server",
            "connect",
            "adopt",
            "status",
            "history",
            "start",
            "sign in",
            "user",
            "team",
            "skill",
            "upload",
            "member",
            "thread",
            "newest threads",
            "checkpoint",
            "api key",
            "violated",
            "delete team",
            "delete user",
            "script",
            "verify");

    @Test
    void runsTwiceOnTheEmbeddedServerAndKeepsEveryRow(@TempDir Path folder) throws Exception {
        Run first = run(folder, Map.of());
        Run second = run(folder, Map.of());

        assertThat(first.exit).as(first.output).isZero();
        assertThat(first.output)
                .contains("2436 rows as the Python system left them")
                .contains("made by the Python system")
                .containsPattern("thread +200 rows")
                .containsPattern("checkpoints +1,000 rows");
        assertThat(first.steps())
                .containsSubsequence("connect", "load", "adopt")
                .filteredOn(name -> !name.equals("load"))
                .isEqualTo(STEPS);
        assertThat(first.output)
                .containsPattern("(?m)^ +settings +\\d+ ms\\n +server +\\d+ ms\\n +connect +\\d+ ms")
                .containsPattern("(?m)^ +superusers: inserted \\d, updated \\d, unchanged \\d, removed 0$")
                .containsPattern("(?m)^violated +\\d+ ms  Team with the same .* already exists; +hint: ");
        assertThat(second.exit).as(second.output).isZero();
        assertThat(second.steps()).isEqualTo(STEPS);
        assertThat(second.output)
                .contains("ours already")
                .containsPattern("user +3 rows")
                .containsPattern("thread +200 rows");
        assertThat(folder.resolve(".stele/upgrade.sql")).content().contains("stele:0002");
    }

    @Test
    void refusesADatabaseThatIsNeitherEmptyNorOursAndLeavesItAlone(@TempDir Path folder) throws Exception {
        try (DevServer server = DevServer.temporary();
                Database database = Database.open(server.config())) {
            execute(database, "create table customer (id bigint primary key)");

            Run run = run(folder, address(server.config()));

            assertThat(run.exit).isEqualTo(1);
            assertThat(run.output).containsPattern("(?m)^FAILED: ").contains("customer");
            assertThat(tables(database)).containsExactly("customer");
        }
    }

    @Test
    void signsInToTheDumpWhateverTheSettingsCallItsSuperuser(@TempDir Path folder) throws Exception {
        Map<String, String> settings =
                Map.of("FIRST_SUPERUSER", "admin@example.com", "FIRST_SUPERUSER_PASSWORD", "another good one");

        Run run = run(folder, settings);

        assertThat(run.exit).as(run.output).isZero();
    }

    @Test
    void namesTheCauseFirstWhenNoServerAnswers(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve(".env"), """
                POSTGRES_SERVER=127.0.0.1
                POSTGRES_PORT=1
                POSTGRES_DB=none
                POSTGRES_USER=nobody
                POSTGRES_PASSWORD='never used'
                POSTGRES_START_TIMEOUT=1s
                """);

        Run run = run(folder, Map.of());

        assertThat(run.exit).isEqualTo(1);
        assertThat(run.output)
                .containsPattern("(?m)^FAILED: PostgreSQL at 127.0.0.1:1 accepted no connection")
                .doesNotContain("never used");
    }

    private static Map<String, String> address(DatabaseConfig config) {
        return Map.of(
                "DATABASE_URL", config.jdbcUrl(),
                "POSTGRES_USER", config.user(),
                "POSTGRES_PASSWORD", config.password());
    }

    private static Run run(Path folder, Map<String, String> settings) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.jboss.logging.provider=slf4j",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-classpath",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Quickstart.class.getName()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile());
        builder.environment()
                .keySet()
                .removeIf(key -> key.matches("(POSTGRES|PG|FIRST_SUPERUSER|DATABASE_URL|ENVIRONMENT).*"));
        builder.environment().putAll(new HashMap<>(settings));
        Process process = builder.start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        return new Run(process.exitValue(), Files.readString(folder.resolve("output.txt")));
    }

    private static void execute(Database database, String sql) {
        database.sql(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private static List<String> tables(Database database) {
        return database.sql(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'")) {
                List<String> names = new ArrayList<>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            }
        });
    }

    private record Run(int exit, String output) {
        List<String> steps() {
            return STEP.matcher(output).results().map(step -> step.group(1)).toList();
        }
    }
}
