package dev.stele.core;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One PostgreSQL server on one data directory: made, started, stopped and killed.
 *
 * <p>Knows nothing of who shares it. Not safe for use by several threads.
 */
final class Postmaster {
    /** The superuser of every server made here. */
    static final String SUPERUSER = "postgres";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ServerBinaries binaries;
    private final Path data;
    private final Path log;
    private final ServerAccount account = ServerAccount.current();

    Postmaster(ServerBinaries binaries, Path data, Path log) {
        this.binaries = binaries;
        this.data = data;
        this.log = log;
    }

    /** Makes the data directory; scram over TCP for everybody, the password for {@link #SUPERUSER}. */
    void initialize(String password, List<String> options) throws IOException {
        Path secret = Files.createTempFile(data.toAbsolutePath().getParent(), "pw", ".tmp");
        try {
            Files.writeString(secret, password);
            account.own(secret);
            List<String> command = new ArrayList<>(List.of(binaries.program("initdb"), "-D", data.toString()));
            command.addAll(List.of("-U", SUPERUSER, "-E", "UTF8", "-A", "scram-sha-256", "--pwfile=" + secret));
            command.addAll(
                    binaries.majorVersion() >= 17
                            ? List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
                            : List.of("--locale=C.UTF-8"));
            command.addAll(options);
            run(account.command(command));
            Files.writeString(
                    data.resolve("postgresql.conf"), "include_if_exists = 'stele.conf'\n", StandardOpenOption.APPEND);
        } finally {
            Files.deleteIfExists(secret);
        }
    }

    /** Starts the server on a port of the loopback interface, any free one for 0, and returns the port. */
    int start(int wanted, Map<String, String> settings, Map<String, String> environment) throws IOException {
        int port = wanted == 0 ? freePort() : wanted;
        configure(settings, port);
        ProcessBuilder builder = account.command(
                List.of(binaries.program("pg_ctl"), "-D", data.toString(), "-l", log.toString(), "-s", "-w", "start"));
        builder.environment().putAll(environment);
        Process starter = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        // pg_ctl looks ten times a second only; it is asked just to learn that the server died.
        await("server in " + data + " to start", () -> isReady() || failed(starter));
        if (!isReady()) {
            throw new IOException("could not start the server in " + data + logTail());
        }
        return port;
    }

    /** Stops the server: it ends sessions, writes what is left and ends. */
    void stop() throws IOException {
        signal("INT");
    }

    /** Stops the server without writing anything more: for data that nobody needs again. */
    void quit() throws IOException {
        signal("QUIT");
    }

    /** Ends the server at once, as a crash would. */
    void kill() throws IOException {
        Optional<PidFile> status = status();
        if (status.isPresent()) {
            status.get().process().ifPresent(ProcessHandle::destroyForcibly);
            await("server in " + data + " to die", () -> !status.get().isAlive());
        }
    }

    /** What the server wrote about itself; empty where none is running. */
    Optional<PidFile> status() {
        return PidFile.read(data).filter(PidFile::isAlive);
    }

    private boolean isReady() {
        return status().filter(PidFile::ready).isPresent();
    }

    private void signal(String name) throws IOException {
        Optional<PidFile> status = status();
        if (status.isPresent()) {
            long pid = status.get().pid();
            run(account.command(List.of(binaries.program("pg_ctl"), "kill", name, Long.toString(pid))));
            await("server in " + data + " to stop", () -> !status.get().isAlive());
        }
    }

    private void configure(Map<String, String> settings, int port) throws IOException {
        StringBuilder text = new StringBuilder(
                "port = " + port + "\nlisten_addresses = '127.0.0.1'\n" + "unix_socket_directories = ''\n");
        settings.forEach((name, value) -> text.append(name)
                .append(" = '")
                .append(value.replace("'", "''"))
                .append("'\n"));
        Files.writeString(data.resolve("stele.conf"), text);
        account.own(data.resolve("stele.conf"));
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return ":\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static boolean failed(Process starter) {
        return !starter.isAlive() && starter.exitValue() != 0;
    }

    private static void run(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("could not run " + builder.command() + ":\n" + output.strip());
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + builder.command(), e);
        }
    }

    private static void await(String what, BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("gave up after " + PATIENCE.toSeconds() + " s waiting for the " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    /** The file {@code postmaster.pid} of a data directory. */
    record PidFile(long pid, int port, boolean ready) {

        /** Reads the file; empty where there is none or it is still being written. */
        static Optional<PidFile> read(Path data) {
            try {
                List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
                if (lines.size() < 8) {
                    return Optional.empty();
                }
                return Optional.of(new PidFile(
                        Long.parseLong(lines.get(0).strip()),
                        Integer.parseInt(lines.get(3).strip()),
                        lines.get(7).startsWith("ready")));
            } catch (NoSuchFileException none) {
                return Optional.empty();
            } catch (IOException | NumberFormatException unreadable) {
                return Optional.empty();
            }
        }

        /** The server's first process, while it lives. */
        Optional<ProcessHandle> process() {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        }

        /** Whether the process that wrote the file lives. */
        boolean isAlive() {
            return process().isPresent();
        }
    }
}
