package dev.stele.core;

import dev.stele.core.config.DatabaseConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL server of a test's own, which it may stop, kill and restart, and whose settings it chooses.
 *
 * <p>Embedded, or of the newest installed version; without durability.
 */
public final class TestServer implements AutoCloseable {
    private final DevServer server;
    private final ServerRun run;

    private TestServer(ServerRun run) {
        this.run = run;
        this.server = DevServer.temporary(() -> run);
    }

    /** Starts a server of the kind that {@code stele.test.server} names: embedded, or the newest installed. */
    public static TestServer start(Map<String, String> settings) {
        return System.getProperty("stele.test.server", "embedded").equals("installed")
                ? installed(settings)
                : new TestServer(run(ServerBinaries.embedded(), settings, Map.of()));
    }

    /** Starts a server of the newest version installed on this machine; see {@link #isInstalled()}. */
    public static TestServer installed(Map<String, String> settings) {
        return new TestServer(run(installedBinaries(), settings, Map.of()));
    }

    /** Starts an installed server whose messages are German; the embedded one has no translations. */
    public static TestServer german() {
        // lc_messages needs a locale of the machine; LANGUAGE then picks the catalog without one for German.
        return new TestServer(run(installedBinaries(), Map.of("lc_messages", "C.UTF-8"), Map.of("LANGUAGE", "de")));
    }

    /** Whether a server is installed on this machine, so that {@link #installed} and {@link #german} work. */
    public static boolean isInstalled() {
        return findInstalled().isPresent();
    }

    /** Where to connect, as superuser, to the database {@code postgres}; the same after a restart. */
    public DatabaseConfig config() {
        return server.config();
    }

    /** Stops the server in order, ending all sessions; {@link #restart} starts it again. */
    public void stop() {
        attempt(server.cluster().postmaster()::stop);
    }

    /** Kills all of the server's processes with SIGKILL, as the death of a machine would. */
    public void kill() {
        attempt(() -> {
            Postmaster postmaster = server.cluster().postmaster();
            // Left alone a session would go on until it looks whether its parent lives.
            List<ProcessHandle> sessions = postmaster
                    .status()
                    .flatMap(PidFile::process)
                    .map(first -> first.children().toList())
                    .orElse(List.of());
            postmaster.kill();
            sessions.forEach(ProcessHandle::destroyForcibly);
            sessions.forEach(session -> session.onExit().join());
        });
    }

    /** Stops all of its processes where they are: it accepts connections and answers nothing; {@link #thaw} wakes it. */
    public void freeze() {
        signal(server.cluster().postmaster(), "STOP");
    }

    /** Wakes the server after {@link #freeze}. */
    public void thaw() {
        signal(server.cluster().postmaster(), "CONT");
    }

    static void signal(Postmaster postmaster, String name) {
        attempt(() -> {
            ProcessHandle first = postmaster.status().orElseThrow().process().orElseThrow();
            List<String> command = new ArrayList<>(List.of("kill", "-" + name, Long.toString(first.pid())));
            first.children().forEach(child -> command.add(Long.toString(child.pid())));
            new ProcessBuilder(command).inheritIO().start().onExit().join();
        });
    }

    /** Wakes a server if it is there: one that is frozen could not be stopped. */
    static void wake(Postmaster postmaster) {
        attempt(() -> {
            if (postmaster.status().isPresent()) {
                signal(postmaster, "CONT");
            }
        });
    }

    /** Runs a statement in autocommit. */
    static void execute(DatabaseConfig config, String sql) {
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("could not run: " + sql, e);
        }
    }

    /** The directory of the server's files. */
    Path directory() {
        return server.directory();
    }

    /** How the server is run. */
    ServerRun run() {
        return run;
    }

    /** Starts the server again after {@link #stop} or {@link #kill}, or stops and starts it, on the same port. */
    public void restart() {
        stop();
        attempt(() -> {
            int port = server.cluster().start(run.settings(), run.environment());
            if (!config().jdbcUrl().contains(":" + port + "/")) {
                throw new IOException("somebody else took the port of " + config().jdbcUrl());
            }
        });
    }

    /** Stops the server and deletes its data; the second time it does nothing. */
    @Override
    public void close() {
        wake(server.cluster().postmaster());
        server.close();
    }

    private static ServerRun run(
            ServerBinaries binaries, Map<String, String> settings, Map<String, String> environment) {
        ServerRun usual = ServerRun.temporary(binaries);
        Map<String, String> all = new LinkedHashMap<>(usual.settings());
        all.put("max_connections", "200");
        all.putAll(settings);
        return new ServerRun(binaries, all, environment, false);
    }

    private static ServerBinaries installedBinaries() {
        return ServerBinaries.installed(
                findInstalled().orElseThrow(() -> new IllegalStateException("no PostgreSQL server is installed")));
    }

    private static Optional<Path> findInstalled() {
        List<Path> candidates = new ArrayList<>();
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (var versions = Files.list(debian)) {
                versions.filter(path -> path.getFileName().toString().matches("\\d+"))
                        .sorted(Comparator.comparingInt(
                                path -> -Integer.parseInt(path.getFileName().toString())))
                        .forEach(path -> candidates.add(path.resolve("bin")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .map(Path::of)
                .forEach(candidates::add);
        return candidates.stream()
                .filter(bin -> Files.isExecutable(bin.resolve("pg_ctl")) && Files.isExecutable(bin.resolve("initdb")))
                .findFirst();
    }

    private static void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }
}
