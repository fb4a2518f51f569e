package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.DatabaseException;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A whole process that logs all it can at DEBUG: no password is in its output or in the names of its threads. */
class LoggedSecretsIT {
    private static final String RIGHT = "xyzzy-right";
    private static final String WRONG = "xyzzy-wrong";

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    /** Logs in, is refused, and prints all there is to print: {@code url user right wrong}. */
    public static void main(String[] args) {
        Logger.getLogger("").setLevel(Level.FINE);
        Logger.getLogger("").getHandlers()[0].setLevel(Level.FINE);
        DatabaseConfig config = DatabaseConfig.of(args[0], args[1], args[2]);
        try (Database database = Database.open(config)) {
            database.sql(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute("select 1");
                }
            });
            System.out.println(config + " " + config.settings() + " " + database + " " + database.health());
            try (Database refused = Database.open(config.withDatabase(args[0], args[1], args[3]))) {
                refused.sql(connection -> connection.isValid(1));
                System.out.println("not refused");
            } catch (DatabaseException e) {
                System.out.println("refused");
                e.printStackTrace();
            }
            Thread.getAllStackTraces().keySet().forEach(thread -> System.out.println("thread " + thread.getName()));
        }
    }

    @Test
    void noPasswordIsLoggedAtDebugOrNamesAThread(@TempDir Path folder) throws Exception {
        postgres.execute("create role marked login password '" + RIGHT + "'");
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=debug",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoggedSecretsIT.class.getName(),
                        postgres.jdbcUrl(),
                        "marked",
                        RIGHT,
                        WRONG)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
            postgres.execute("drop role marked");
        }

        assertThat(output)
                .content()
                .contains("DEBUG", "thread main", "\nrefused\n")
                .doesNotContain("xyzzy");
    }
}
