package dev.stele.core;

import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Unavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the server at start, says what it waits for, and fails at once where waiting cannot help. */
final class ServerWait {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final long LONGEST_PAUSE = 1000;
    private static final long LOG_EVERY = 5000;

    private final ServerSource server;
    private final String user;
    private final Duration limit;
    private final long began = System.nanoTime();
    private long lastLogged = -LOG_EVERY;
    private String lastReason = "";

    ServerWait(ServerSource server, String user, Duration limit) {
        this.server = server;
        this.user = user;
        this.limit = limit;
    }

    /**
     * Returns once the server has accepted a login; the source keeps the connection.
     *
     * @throws Unavailable if it does not within the limit
     * @throws ConfigurationException if it refuses the user, the password or the database
     */
    void untilReady() {
        long pause = 20;
        while (true) {
            try {
                server.keep(server.getConnection(left()));
                return;
            } catch (SQLException e) {
                if (!SqlStates.isUnavailable(e.getSQLState()) || ServerTrust.isRefused(e)) {
                    throw refused(e);
                }
                if (elapsed() >= limit.toMillis() || !paused(pause)) {
                    throw gaveUp(e);
                }
                report(e);
            }
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        }
    }

    /** Who is not to wait has one login, which may take its time. */
    private long left() {
        return limit.isZero() ? Long.MAX_VALUE : Math.max(1, limit.toMillis() - elapsed());
    }

    private long elapsed() {
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }

    /** Pauses with jitter, so that many processes do not knock in step; false when the thread was interrupted. */
    private boolean paused(long millis) {
        try {
            Thread.sleep(Math.min(
                    ThreadLocalRandom.current().nextLong(millis / 2, millis + 1),
                    Math.max(1, limit.toMillis() - elapsed())));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void report(SQLException e) {
        String reason = reason(e);
        if (!reason.equals(lastReason) || elapsed() - lastLogged >= LOG_EVERY) {
            log.info("waiting for PostgreSQL at {} ({} of {}): {}", server.address(), seconds(), limit(), reason);
            lastReason = reason;
            lastLogged = elapsed();
        }
    }

    private Unavailable gaveUp(SQLException e) {
        return new Unavailable(
                "PostgreSQL at %s accepted no connection within %s: %s"
                        .formatted(server.address(), seconds(), reason(e)),
                "start the server, or correct its host and port in the settings",
                e.getSQLState(),
                e,
                Unavailable.Outcome.NOTHING_KEPT);
    }

    private DatabaseException refused(SQLException e) {
        return SqlStates.refusedLogin(e, server.address(), user);
    }

    private String seconds() {
        return String.format(Locale.ROOT, "%.1f s", elapsed() / 1000.0);
    }

    private String limit() {
        return String.format(Locale.ROOT, "%.1f s", limit.toMillis() / 1000.0);
    }

    /** The innermost message: the driver's outer one only says that it failed. */
    static String reason(SQLException e) {
        Throwable inner = e;
        while (inner.getCause() != null && inner.getCause() != inner && !(inner instanceof NoServer)) {
            inner = inner.getCause();
        }
        String text = inner.getMessage();
        String name = inner.getClass().getSimpleName();
        if (text == null) {
            return name;
        }
        return inner instanceof SQLException ? text : name + ": " + text;
    }
}
