package dev.stele.migrations;

import dev.stele.core.config.DatabaseConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Runs scripts as a person would. */
final class Psql {
    private Psql() {}

    static boolean isInstalled() {
        try {
            return new ProcessBuilder("psql", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Applies a file as the documentation says and returns what psql complains about. */
    static String run(DatabaseConfig config, Path file) throws IOException, InterruptedException {
        URI uri = URI.create(config.jdbcUrl().substring("jdbc:".length()));
        ProcessBuilder builder =
                new ProcessBuilder(List.of("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", String.valueOf(file)));
        builder.environment().put("PGHOST", uri.getHost());
        builder.environment().put("PGPORT", String.valueOf(uri.getPort()));
        builder.environment().put("PGDATABASE", uri.getPath().substring(1));
        builder.environment().put("PGUSER", config.user());
        builder.environment().put("PGPASSWORD", config.password());
        Process process =
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if ((exit == 0) != said.isEmpty()) {
            throw new IllegalStateException("psql ended with " + exit + " and said: " + said);
        }
        return said;
    }
}
