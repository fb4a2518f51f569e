package dev.stele.examples.benchmarks.whole;

import dev.stele.core.config.DatabaseConfig;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** PostgreSQL's own client, where it is installed. */
final class Psql {
    private final DatabaseConfig config;

    Psql(DatabaseConfig config) {
        this.config = config;
    }

    static boolean isInstalled() {
        try {
            return run(new ProcessBuilder("psql", "--version")) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    void run(String command) throws IOException {
        ProcessBuilder psql = new ProcessBuilder(
                "psql",
                "-q",
                "-X",
                "-v",
                "ON_ERROR_STOP=1",
                "-c",
                command,
                config.jdbcUrl().substring("jdbc:".length()));
        psql.environment().put("PGUSER", config.user());
        psql.environment().put("PGPASSWORD", config.password());
        int exit = run(psql);
        if (exit != 0) {
            throw new IOException("psql ended with " + exit);
        }
    }

    private static int run(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("psql took more than five minutes");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while psql ran", e);
        }
        return process.exitValue();
    }
}
