package dev.stele.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Needs a Docker engine and Compose; the variable {@code POSTGRES_IMAGE} chooses the image. */
@EnabledIfSystemProperty(named = "stele.test.compose", matches = "true")
class ComposeIT {
    private static final Path COMPOSE_FILE = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolveSibling("examples")
            .resolve("compose.yaml");

    @TempDir
    Path directory;

    @AfterEach
    void down() throws Exception {
        compose("down", "--volumes");
    }

    @Test
    void oneFileServesComposeAndTheApplicationAndTheVolumeKeepsTheData() throws Exception {
        Path dotenv = Files.writeString(directory.resolve(".env"), """
                POSTGRES_SERVER=127.0.0.1
                POSTGRES_PORT=%d
                POSTGRES_DB=app       # a comment
                export POSTGRES_USER="ada lovelace"
                POSTGRES_PASSWORD='p@ss#word $HOME "x"'
                """.formatted(freePort()));

        up();
        assertThat(query(dotenv, "create table kept as select current_user as who", "select who from kept"))
                .isEqualTo("ada lovelace");

        compose("down");
        up();
        assertThat(query(dotenv, "select who from kept")).isEqualTo("ada lovelace");
    }

    /** Runs statements with the settings of the file; the value the last one reads. */
    private static String query(Path dotenv, String... statements) throws SQLException {
        DatabaseConfig config = DatabaseConfig.load(dotenv);
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            statement.getResultSet().next();
            return statement.getResultSet().getString(1);
        }
    }

    private void up() throws Exception {
        compose("up", "--detach");
        awaitHealthy();
    }

    private void awaitHealthy() throws Exception {
        String container = compose("ps", "--quiet", "db").strip();
        Instant deadline = Instant.now().plusSeconds(90);
        String health;
        do {
            health = run(List.of("docker", "inspect", "--format", "{{.State.Health.Status}}", container))
                    .orElseThrow();
            assertThat(Instant.now())
                    .as("the time to become healthy; now it is %s", health)
                    .isBefore(deadline);
        } while (!health.strip().equals("healthy"));
    }

    private String compose(String... arguments) throws Exception {
        boolean plugin = run(List.of("docker", "compose", "version")).isPresent();
        List<String> command = new ArrayList<>(plugin ? List.of("docker", "compose") : List.of("docker-compose"));
        String dotenv = directory.resolve(".env").toString();
        command.addAll(List.of("-p", "stele-test", "--env-file", dotenv, "-f", COMPOSE_FILE.toString()));
        command.addAll(List.of(arguments));
        return run(command)
                .orElseThrow(() -> new IllegalStateException("could not run " + command + ": " + lastErrors()));
    }

    /** What a command writes, or empty where it fails. */
    private Optional<String> run(List<String> command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectError(errors().toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
    }

    private Path errors() {
        return directory.resolve("errors");
    }

    private String lastErrors() {
        try {
            return Files.readString(errors());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
