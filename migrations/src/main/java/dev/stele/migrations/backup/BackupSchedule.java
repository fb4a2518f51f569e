package dev.stele.migrations.backup;

import dev.stele.core.error.BackupException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes backups into a folder now and then, and deletes those that need not stay.
 *
 * <p>Of all processes with a schedule for one database at most one makes a backup at a time, and none makes one where the
 * folder has one that is younger than the pause. Open one per process and close it at shutdown; safe for use by many
 * threads.
 */
public final class BackupSchedule implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BackupSchedule.class);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    private static final String LOCK = "select pg_try_advisory_lock(hashtextextended('stele backup schedule', 0))";

    private final Backup backup;
    private final Plan plan;
    private final BackupShelf shelf;
    private final ScheduledExecutorService executor;
    private volatile @Nullable RuntimeException failure;

    /**
     * When, where, and how many.
     *
     * @param folder where backups are directories named after the database and the time, in UTC
     * @param pause from one backup to the next
     * @param keep which of them stay
     * @param listener who is told
     */
    public record Plan(Path folder, Duration pause, Keep keep, Listener listener) {
        /** Refuses a pause that is not positive. */
        public Plan {
            if (pause.isNegative() || pause.isZero()) {
                throw new IllegalArgumentException("pause must be positive but was " + pause);
            }
        }

        /** A plan that tells nobody but the log. */
        public Plan(Path folder, Duration pause, Keep keep) {
            this(folder, pause, keep, new Listener() {});
        }

        /** Copies with another plan.listener(). */
        public Plan withListener(Listener other) {
            return new Plan(folder, pause, keep, other);
        }
    }

    /** Is told what came of each attempt, by the thread that makes the backups. */
    public interface Listener {
        /** A backup was made. */
        default void made(Path directory, Manifest manifest) {}

        /** None could be made or an old one could not be deleted; it is tried again soon. */
        default void failed(RuntimeException failure) {}

        /** One was deleted, as it need not stay. */
        default void deleted(Path directory) {}
    }

    BackupSchedule(Backup backup, Plan plan) {
        this.backup = backup;
        this.plan = plan;
        this.shelf = new BackupShelf(plan.folder(), backup.options().key());
        this.executor = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "stele-backup-schedule");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Begins: the first backup is made at once where the folder has none that is younger than the pause.
     *
     * <p>The folder is made where nothing but it is missing. One that is lost later is a failure like any other.
     *
     * @throws BackupException if it cannot be made or written to, or is a file
     */
    public static BackupSchedule start(Backup backup, Plan plan) {
        BackupSchedule schedule = new BackupSchedule(backup, plan);
        try {
            schedule.shelf.prepare();
        } catch (BackupException e) {
            schedule.close();
            throw e;
        }
        schedule.later(Duration.ZERO);
        return schedule;
    }

    private void later(Duration delay) {
        if (!executor.isShutdown()) {
            var unused = executor.schedule(this::attempt, Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
        }
    }

    private void attempt() {
        Duration next = retry();
        try {
            next = backUpWhereDue();
            failure = null;
        } catch (RuntimeException e) {
            if (!executor.isShutdown()) {
                failure = e;
                log.error("the scheduled backup failed and is tried again in {}", next, e);
                plan.listener().failed(e);
            }
        } finally {
            later(next);
        }
    }

    private Duration retry() {
        Duration part = plan.pause().dividedBy(10).plusMillis(1);
        return part.compareTo(LONGEST_RETRY) < 0 ? part : LONGEST_RETRY;
    }

    /** Makes one where none is young enough; returns when to look again. */
    Duration backUpWhereDue() {
        shelf.requireUsable();
        try (Connection connection = backup.sessions().openFirst()) {
            if (!"t".equals(Sessions.value(connection, LOCK))) {
                // Another process is at it.
                return retry();
            }
            try {
                String database = String.valueOf(Sessions.value(connection, "select current_database()"));
                // Manifests have the server's time, and the clock of this machine may be another.
                Instant now = Instant.ofEpochMilli(Long.parseLong(String.valueOf(
                        Sessions.value(connection, "select (extract(epoch from clock_timestamp()) * 1000)::bigint"))));
                Duration due = due(database, now);
                if (due.isZero() || due.isNegative()) {
                    Path directory = shelf.next(database, now);
                    Manifest manifest = backup.to(directory);
                    log.info("backup {} has {} rows in {} bytes", directory, manifest.rows(), manifest.bytes());
                    plan.listener().made(directory, manifest);
                    due = plan.pause();
                }
                shelf.clear(database, plan.keep()).forEach(deleted -> {
                    log.info("backup {} was deleted", deleted);
                    plan.listener().deleted(deleted);
                });
                return due;
            } finally {
                Sessions.execute(connection, "select pg_advisory_unlock(hashtextextended('stele backup schedule', 0))");
            }
        } catch (SQLException e) {
            throw Sessions.failure("could not look after the scheduled backups", e);
        }
    }

    private Duration due(String database, Instant now) {
        return shelf.newest(database)
                .map(made -> Duration.between(now, made.plus(plan.pause())))
                .orElse(Duration.ZERO);
    }

    /** Why the last attempt failed; empty where it did not, or none has ended yet. */
    public Optional<RuntimeException> lastFailure() {
        return Optional.ofNullable(failure);
    }

    /** Ends the schedule; a backup that is being made is given up, and leaves nothing behind. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
                log.warn("the scheduled backup does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
