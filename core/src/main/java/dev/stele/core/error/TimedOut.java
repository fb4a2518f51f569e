package dev.stele.core.error;

import org.jspecify.annotations.Nullable;

/** A statement or transaction ran longer than its limit (57014, 25P03, 25P04) and was cut off; nothing of it is kept. */
public final class TimedOut extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what failed and what to do.
     *
     * @param message what failed, without row values or secrets
     * @param hint what to do about it, or null where the message says it
     * @param sqlState the SQLSTATE, or null where no statement failed
     * @param cause what the driver or the system reported, or null
     */
    public TimedOut(String message, @Nullable String hint, @Nullable String sqlState, @Nullable Throwable cause) {
        super(ErrorKind.TIMEOUT, message, hint, sqlState, cause);
    }
}
