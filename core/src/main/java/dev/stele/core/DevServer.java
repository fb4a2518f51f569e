package dev.stele.core;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedded PostgreSQL server for development and tests: no installation, no container.
 *
 * <p>Its programs come from the class path. It listens on the loopback interface only and asks for a random password.
 * Processes that start it on one directory share it, and the last one to close stops it. What a killed process leaves,
 * the next start takes over.
 *
 * <p>Safe for use by many threads. Closed at the end of the JVM where nobody closes it.
 */
public final class DevServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DevServer.class);

    private final DevDirectory directory;
    private final ServerRun run;
    private final DevCluster cluster;
    private final int port;
    private final DatabaseConfig config;
    private final Thread hook = new Thread(this::end, "stele-dev-server-stop");
    private boolean ended;

    private DevServer(DevDirectory directory, ServerRun run) throws IOException {
        this.directory = directory;
        this.run = run;
        this.cluster = new DevCluster(run.binaries(), directory.path());
        this.port = DirectoryLock.holding(directory.path(), () -> {
            Lease.refuseOtherContainers(directory.path());
            cluster.prepare(run.initdbOptions());
            return cluster.start(run.settings(), run.environment());
        });
        config = DatabaseConfig.of(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", Postmaster.SUPERUSER, cluster.password());
        Runtime.getRuntime().addShutdownHook(hook);
        LOG.info(
                "embedded PostgreSQL {} is ready, its data in {}; connect with: {}",
                run.binaries().majorVersion(),
                directory.path(),
                psqlCommand());
    }

    /**
     * Starts the server of a directory, or joins it where it runs; its data is kept.
     *
     * @param dataDirectory where the data lives; made where it is missing
     * @throws ConfigurationException if an artifact is missing, or the directory holds something else or data of
     *     another major version
     * @throws Unavailable if the server does not start
     */
    public static DevServer start(Path dataDirectory) {
        return attempt("in \"" + dataDirectory + "\"", () -> {
            ServerRun run = ServerRun.kept(ServerBinaries.embedded());
            return open(DevDirectory.named(dataDirectory), run);
        });
    }

    /**
     * Starts the server of a directory where no database is configured, as only local settings may leave it.
     *
     * <p>Then {@link #config(DatabaseConfig)} completes the settings.
     *
     * @return the server; empty where a database is configured
     * @throws ConfigurationException as in {@link #start}
     * @throws Unavailable if the server does not start
     */
    public static Optional<DevServer> startUnlessConfigured(DatabaseConfig settings, Path dataDirectory) {
        if (settings.isConfigured()) {
            return Optional.empty();
        }
        return Optional.of(start(dataDirectory));
    }

    /**
     * Starts a server of its own, faster than durable, whose data is deleted when it is closed.
     *
     * <p>Also sweeps what killed processes left of theirs.
     *
     * @throws ConfigurationException if an artifact is missing
     * @throws Unavailable if the server does not start
     */
    public static DevServer temporary() {
        return temporary(() -> ServerRun.temporary(ServerBinaries.embedded()));
    }

    /** Starts a temporary server that is run in some other way. */
    static DevServer temporary(DirectoryLock.Work<ServerRun> how) {
        return attempt("in a temporary directory", () -> {
            ServerRun run = how.run();
            return open(DevDirectory.temporary(run.binaries()), run);
        });
    }

    /** Where to connect, as superuser, to the database {@code postgres}. */
    public DatabaseConfig config() {
        return config;
    }

    /** The given settings with this server as their database. */
    public DatabaseConfig config(DatabaseConfig settings) {
        return settings.withDatabase(config.jdbcUrl(), config.user(), config.password());
    }

    /** The command that opens psql on this server; it names a file with the password, not the password. */
    public String psqlCommand() {
        return "psql \"host=127.0.0.1 port=%d dbname=postgres user=%s passfile='%s'\""
                .formatted(port, config.user(), cluster.passwordFile());
    }

    /** The directory of the server's files. */
    public Path directory() {
        return directory.path();
    }

    /** Stops the server unless others use it; the second time it does nothing. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The JVM ends, and the hook with it.
        }
    }

    /** The server itself, for tests that stop and kill it. */
    DevCluster cluster() {
        return cluster;
    }

    private static DevServer open(DevDirectory directory, ServerRun run) throws IOException {
        try {
            return new DevServer(directory, run);
        } catch (IOException | RuntimeException e) {
            release(directory, run, e);
            throw e;
        }
    }

    private static void release(DevDirectory directory, ServerRun run, Exception why) {
        try {
            DirectoryLock.holding(directory.path(), () -> {
                directory.lease().close();
                return run;
            });
            if (!run.keeps()) {
                DirectoryTree.tryDelete(directory.path());
            }
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        // An interrupt would end the waiting, and close the lock's channel, and leave the server running.
        boolean interrupted = Thread.interrupted();
        try {
            DirectoryLock.holding(directory.path(), this::leave);
            if (!run.keeps()) {
                DirectoryTree.tryDelete(directory.path());
            }
        } catch (IOException e) {
            LOG.warn("could not stop the embedded PostgreSQL server in {}", directory.path(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean leave() throws IOException {
        directory.lease().close();
        boolean last = Lease.holders(directory.path()).isEmpty();
        if (last && run.keeps()) {
            cluster.postmaster().stop();
        } else if (last) {
            cluster.postmaster().quit();
        }
        return last;
    }

    private static DevServer attempt(String where, DirectoryLock.Work<DevServer> start) {
        try {
            return start.run();
        } catch (IOException | UncheckedIOException e) {
            throw unavailable(where, e);
        }
    }

    private static Unavailable unavailable(String where, Exception cause) {
        // The message of a file system's exception is only a path.
        String why = cause instanceof FileSystemException ? cause.toString() : cause.getMessage();
        Throwable failed = cause instanceof UncheckedIOException wrapped ? wrapped.getCause() : cause;
        return new Unavailable(
                "could not start the embedded PostgreSQL server " + where + ": " + why,
                isUnwritable(failed) ? "name a directory that may be written" : null,
                null,
                cause);
    }

    /** Whether it failed for want of a right; a read-only file system has no exception of its own. */
    private static boolean isUnwritable(@Nullable Throwable failed) {
        if (failed instanceof FileSystemException named && named.getFile() != null) {
            Path existing = Path.of(named.getFile()).toAbsolutePath();
            while (existing.getParent() != null && !Files.exists(existing)) {
                existing = existing.getParent();
            }
            return failed instanceof AccessDeniedException || !Files.isWritable(existing);
        }
        return false;
    }
}
