package dev.stele.core;

import dev.stele.core.config.DatabaseConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A PgBouncer of the test's own before the test's server. */
public final class PgBouncer implements AutoCloseable {
    private final Process process;
    private final DatabaseConfig config;

    private PgBouncer(Process process, DatabaseConfig config) {
        this.process = process;
        this.config = config;
    }

    /** Whether this machine has one. */
    public static boolean isInstalled() {
        try {
            Process version = new ProcessBuilder("pgbouncer", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return version.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Starts one that takes and drops the startup parameters that it does not know.
     *
     * @param folder takes its files
     * @param mode {@code session} or {@code transaction}
     */
    public static PgBouncer start(PostgresExtension postgres, Path folder, String mode) throws Exception {
        return start(
                postgres, folder, Map.of("pool_mode", mode, "ignore_startup_parameters", "extra_float_digits,options"));
    }

    /** Starts one with these settings. */
    static PgBouncer start(PostgresExtension postgres, Path folder, Map<String, String> settings) throws Exception {
        URI server = URI.create(postgres.jdbcUrl().substring("jdbc:".length()));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path users = Files.writeString(
                folder.resolve("users.txt"),
                "\"%s\" \"%s\"\n"
                        .formatted(postgres.config().user(), postgres.config().password()));
        StringBuilder text = new StringBuilder("""
                [databases]
                * = host=%s port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = trust
                auth_file = %s
                """.formatted(server.getHost(), server.getPort(), port, users));
        settings.forEach(
                (name, value) -> text.append(name).append(" = ").append(value).append('\n'));
        Path file = Files.writeString(folder.resolve("pgbouncer.ini"), text);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // It refuses to run as root.
            command.addAll(List.of("setpriv", "--reuid=nobody", "--clear-groups"));
        }
        command.addAll(List.of("pgbouncer", "-q", file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("pgbouncer.log").toFile())
                .start();
        DatabaseConfig config = DatabaseConfig.of(
                "jdbc:postgresql://127.0.0.1:" + port + server.getPath(),
                postgres.config().user(),
                postgres.config().password());
        PgBouncer started = new PgBouncer(process, config);
        started.await(folder);
        return started;
    }

    /** Where to connect to the test's database through it. */
    public DatabaseConfig config() {
        return config;
    }

    private void await(Path folder) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try {
                DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password())
                        .close();
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    close();
                    throw new IllegalStateException(
                            "PgBouncer did not start: " + Files.readString(folder.resolve("pgbouncer.log")), e);
                }
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
