package dev.stele.core.error;

import org.jspecify.annotations.Nullable;

/** A backup could not be made or put back, or is refused: damaged, incomplete, foreign or of a newer version. */
public final class BackupException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Says which step failed, or which file is wrong, and what to do.
     *
     * @param message what was found and what was expected, without values of rows or keys
     * @param hint what to do about it, or null where the message says it
     * @param sqlState the SQLSTATE, or null where no statement failed
     * @param cause what was reported, or null
     */
    public BackupException(
            String message, @Nullable String hint, @Nullable String sqlState, @Nullable Throwable cause) {
        super(ErrorKind.CONFIGURATION, message, hint, sqlState, cause);
    }
}
