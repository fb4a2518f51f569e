package dev.stele.core.error;

import org.jspecify.annotations.Nullable;

/** The database cannot be reached or does not serve (08xxx, 57P0x, 53xxx, pool time-out); a later call may succeed. */
public final class Unavailable extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what failed and what to do.
     *
     * @param message what failed, without row values or secrets
     * @param hint what to do about it, or null where the message says it
     * @param sqlState the SQLSTATE, or null where no statement failed
     * @param cause what the driver or the system reported, or null
     */
    public Unavailable(String message, @Nullable String hint, @Nullable String sqlState, @Nullable Throwable cause) {
        super(ErrorKind.UNAVAILABLE, message, hint, sqlState, cause);
    }
}
