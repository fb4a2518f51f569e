package dev.stele.core.error;

import org.jspecify.annotations.Nullable;

/** A conflict with another transaction (40001, 40P01, 55P03); nothing was kept and the same work may be run again. */
public final class Retryable extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what failed and what to do.
     *
     * @param message what failed, without row values or secrets
     * @param hint what to do about it, or null where the message says it
     * @param sqlState the SQLSTATE, or null where no statement failed
     * @param cause what the driver or the system reported, or null
     */
    public Retryable(String message, @Nullable String hint, @Nullable String sqlState, @Nullable Throwable cause) {
        super(ErrorKind.RETRYABLE, message, hint, sqlState, cause);
    }
}
