package dev.stele.core.error;

import org.jspecify.annotations.Nullable;

/** The schema could not be brought to the version asked for; what is kept is said in the message. */
public final class MigrationException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Says which step failed and what to do.
     *
     * @param message the step, the state found and the state expected
     * @param hint what to do about it, or null where the message says it
     * @param sqlState the SQLSTATE, or null where no statement failed
     * @param cause what was reported, or null
     */
    public MigrationException(
            String message, @Nullable String hint, @Nullable String sqlState, @Nullable Throwable cause) {
        super(ErrorKind.CONFIGURATION, message, hint, sqlState, cause);
    }
}
