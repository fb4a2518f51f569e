package dev.stele.migrations.backup;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.BackupException;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Unavailable;
import dev.stele.core.error.Unavailable.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts a backup back, after its files were verified and before anybody uses it.
 *
 * <p>Row counts, the content of every table and the schema are read back and compared. Safe for use by many threads;
 * holds nothing open between calls.
 */
public final class Restore {
    private static final String HALF_FULL =
            "the database is not whole: drop and create it, and restore again when the server answers";
    private static final String UNCHANGED =
            "the database is as it was: restore again when the server answers, what is left over goes with that";
    private static final String EXCHANGING =
            "the server was lost while the databases were exchanged: see which one has the name, and restore again where"
                    + " it is the old one";

    private final DatabaseConfig config;
    private final RestoreOptions options;

    private Restore(DatabaseConfig config, RestoreOptions options) {
        this.config = config;
        this.options = options;
    }

    /** Restores to the server of {@code config}, through direct connections. */
    public static Restore of(DatabaseConfig config) {
        return new Restore(config, RestoreOptions.defaults());
    }

    /** Restores with other options. */
    public Restore with(RestoreOptions other) {
        return new Restore(config, other);
    }

    /**
     * Reads a backup whole and connects to nothing.
     *
     * @throws BackupException if it is damaged, incomplete, foreign, of a newer version or not to be opened by the key,
     *     naming the file
     */
    public Manifest verify(Path directory) {
        return done("verify the backup", () -> {
            BackupFiles files = BackupFiles.open(directory, options.key());
            Verification.of(files, options);
            return files.manifest();
        });
    }

    /**
     * Fills the database of the settings, which must be empty.
     *
     * <p>It gets the settings, the limit of connections, the comment and the privileges of the one that was backed up, as
     * far as the role may; {@link Restored#notes} says what it did not get.
     *
     * <p>Where this fails or is killed, drop and create the database before the next attempt.
     *
     * @throws BackupException as {@link #verify}, or if the database holds something, a role is missing, or what was
     *     restored is not what was backed up
     * @throws DatabaseException if the server cannot be reached or refuses
     */
    public Restored intoEmpty(Path directory) {
        return done("restore", () -> {
            long began = System.nanoTime();
            BackupFiles files = BackupFiles.open(directory, options.key());
            Verification.of(files, options);
            return losing(HALF_FULL, Outcome.UNKNOWN, () -> {
                Sessions sessions = Sessions.ofRestore(config);
                List<String> notes = new ArrayList<>(new RestoreRun(sessions, files, options).fill());
                String name;
                try (Connection connection = sessions.open()) {
                    notes.addAll(new DatabaseProperties(files.manifest(), options).giveTo(connection));
                    name = Objects.requireNonNull(Sessions.value(connection, "select current_database()"));
                }
                return new Restored(files.manifest(), name, null, Duration.ofNanos(System.nanoTime() - began), notes);
            });
        });
    }

    /**
     * Fills a new database beside that of the settings, verifies it, and lets it take the other's name.
     *
     * <p>Until then the old one is in use and unchanged, also where this fails or is killed; leftovers are removed by the
     * next call. The sessions of the old one are ended at the moment of the exchange. Needs CREATEDB, ownership of the
     * database, and the right to end its sessions.
     *
     * @throws BackupException as {@link #intoEmpty}, or if another restore of this database is going on
     * @throws DatabaseException if the server cannot be reached or refuses
     */
    public Restored replacing(Path directory) {
        return done("restore", () -> {
            long began = System.nanoTime();
            BackupFiles files = BackupFiles.open(directory, options.key());
            Verification.of(files, options);
            Sessions sessions = Sessions.ofRestore(config);
            try (SideDatabase side = losing(
                    UNCHANGED, Outcome.NOTHING_KEPT, () -> SideDatabase.create(sessions, config, files, options))) {
                List<String> notes = losing(
                        UNCHANGED, Outcome.NOTHING_KEPT, () -> new RestoreRun(side.sessions(), files, options).fill());
                Optional<String> old = losing(EXCHANGING, Outcome.UNKNOWN, () -> Optional.ofNullable(side.takePlace()));
                @Nullable String kept = old.orElse(null);
                return new Restored(
                        files.manifest(), side.name(), kept, Duration.ofNanos(System.nanoTime() - began), notes);
            }
        });
    }

    /**
     * Writes the files of a backup that came as a stream into a new directory, from where it can be restored.
     *
     * @throws BackupException if the stream is no such zip, is cut off, or the directory exists
     */
    public static void unpack(InputStream stream, Path directory) {
        done("unpack the backup", () -> {
            ZipSource.unpack(stream, directory);
            return directory;
        });
    }

    private static <T> T done(String what, Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw Sessions.failure("could not " + what, e);
        } catch (IOException e) {
            throw new BackupException("could not " + what + ": " + PrivateFiles.said(e), null, null, e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says what is left behind where the server is lost, unless nothing was begun. */
    private static <T> T losing(String hint, Outcome outcome, Work<T> work) throws Exception {
        DatabaseException failure;
        try {
            return work.run();
        } catch (SQLException e) {
            failure = Sessions.failure("could not restore", e);
        } catch (Unavailable e) {
            failure = e;
        }
        throw failure instanceof Unavailable lost && lost.outcome() == Outcome.UNKNOWN
                ? new Unavailable(String.valueOf(lost.getMessage()), hint, lost.sqlState(), lost.getCause(), outcome)
                : failure;
    }

    /** A piece of work that may fail in many ways. */
    private interface Work<T> {
        T run() throws Exception;
    }
}
