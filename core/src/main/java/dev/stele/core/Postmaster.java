package dev.stele.core;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

    private static final long LOG_LIMIT = 1 << 20;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    /** Our settings, included by {@code postgresql.conf}; what ALTER SYSTEM sets counts more. */
    static final String CONF = "stele.conf";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What a server says that failed for a reason that passes: a port just taken, a predecessor not quite gone. */
    private static final List<String> TRANSIENT = List.of(
            "could not bind", "pre-existing shared memory block", "lock file \"postmaster.pid\" already exists");

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
                    data.resolve("postgresql.conf"), "include_if_exists = '" + CONF + "'\n", StandardOpenOption.APPEND);
        } finally {
            Files.deleteIfExists(secret);
        }
    }

    /**
     * Starts the server on the loopback interface unless it runs already, and returns its port.
     *
     * <p>Takes over what a killed process left: a server, one that is just coming or going, or a stale
     * {@code postmaster.pid}.
     */
    int start(int wanted, Map<String, String> settings, Map<String, String> environment) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            await("server in " + data + " to make up its mind", () -> status().map(PidFile::ready)
                    .orElse(true));
            Optional<PidFile> running = status();
            if (running.isPresent()) {
                return running.get().port();
            }
            forgetReusedNumber();
            configure(settings, wanted != 0 && isFree(wanted) ? wanted : freePort());
            long logged = beginLog();
            launch(environment);
            if (!isReady()) {
                String said = logSince(logged);
                if (System.nanoTime() > deadline || TRANSIENT.stream().noneMatch(said::contains)) {
                    throw new IOException("the server in " + data + " ended at once:\n"
                            + (said.isBlank() ? "(it logged nothing)" : said.strip()));
                }
            }
        }
    }

    /** PostgreSQL believes in any living process of that number; a dead one it sees through, and cleans up after it. */
    private void forgetReusedNumber() throws IOException {
        if (PidFile.read(data)
                .map(file -> ProcessHandle.of(file.pid()).isPresent())
                .orElse(true)) {
            Files.deleteIfExists(data.resolve(PidFile.NAME));
        }
    }

    private void launch(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = account.command(
                List.of(binaries.program("pg_ctl"), "-D", data.toString(), "-l", log.toString(), "-s", "-w", "start"));
        builder.environment().putAll(environment);
        Process starter = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        // pg_ctl looks ten times a second only; it is asked just to learn that the server died.
        await("server in " + data + " to start", () -> isReady() || failed(starter));
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
        Files.writeString(data.resolve(CONF), text);
        account.own(data.resolve(CONF));
    }

    /** Returns where the log goes on; a long one starts afresh. */
    private long beginLog() throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.delete(log);
        }
        return Files.exists(log) ? Files.size(log) : 0;
    }

    private String logSince(long position) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        byte[] all = Files.readAllBytes(log);
        int from = (int) Math.min(position, all.length);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
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
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted while waiting for the " + what);
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("gave up after " + PATIENCE.toSeconds() + " s waiting for the " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(LOOPBACK))) {
            return socket.getLocalPort();
        }
    }
}
