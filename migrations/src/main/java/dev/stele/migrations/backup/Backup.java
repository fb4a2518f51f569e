package dev.stele.migrations.backup;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.BackupException;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Unavailable;
import dev.stele.core.socket.SilentServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Copies a database as it was at one moment, while others read and write.
 *
 * <p>The role must be able to read every row: where a policy hides some, the server refuses. Safe for use by many threads;
 * holds nothing open between calls.
 */
public final class Backup {
    private final Sessions sessions;
    private final BackupOptions options;

    private Backup(Sessions sessions, BackupOptions options) {
        this.sessions = sessions;
        this.options = options;
    }

    /** Copies the database of {@code config}, through direct connections. */
    public static Backup of(DatabaseConfig config) {
        return new Backup(Sessions.of(config), BackupOptions.defaults());
    }

    /** Copies the database behind {@code source}, which must give two connections more than there are workers. */
    public static Backup of(DataSource source) {
        return new Backup(Sessions.of(source), BackupOptions.defaults());
    }

    Sessions sessions() {
        return sessions;
    }

    BackupOptions options() {
        return options;
    }

    /** Copies with other options. */
    public Backup with(BackupOptions other) {
        return new Backup(sessions, other);
    }

    /**
     * Writes the backup into a new directory, which has its name only when all files are on the disk.
     *
     * @throws BackupException if the directory exists, cannot be written, or the database holds what no backup can
     * @throws DatabaseException if the database cannot be reached or refuses; nothing is left behind
     */
    public Manifest to(Path directory) {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new BackupException(
                    "cannot write a backup to " + directory + ": it exists already", "give another name", null, null);
        }
        return made(() -> new DirectoryTarget(directory), Unavailable.Outcome.NOTHING_KEPT);
    }

    /**
     * Writes the backup as one zip; the stream is flushed and left open.
     *
     * <p>Each file waits in the temporary directory until it is whole.
     *
     * @throws BackupException as {@link #to(Path)}
     * @throws DatabaseException as {@link #to(Path)}
     */
    public Manifest to(OutputStream stream) {
        return made(() -> new ZipTarget(stream), Unavailable.Outcome.UNKNOWN);
    }

    private Manifest made(Opening opening, Unavailable.Outcome ofLoss) {
        try (Target target = opening.open()) {
            return new BackupRun(sessions, options, target).make();
        } catch (SQLException e) {
            String hint = SilentServer.in(e) != null ? "wake or restart the server, and make it again" : null;
            if ("42501".equals(e.getSQLState())) {
                hint = "let a role make it that may read all of it, such as the backup role of Changelog.roles(…)";
            }
            throw Sessions.failure("could not make the backup", hint, e, ofLoss);
        } catch (IOException e) {
            throw new BackupException("could not write the backup: " + PrivateFiles.said(e), null, null, e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Begins to write. */
    private interface Opening {
        Target open() throws IOException;
    }
}
