package dev.stele.core.error;

import org.jspecify.annotations.Nullable;

/** The server failed in a way that no caller can act on, such as XX000 or a state this library does not know. */
public final class ServerFailure extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what failed and what to do.
     *
     * @param message what failed, without row values or secrets
     * @param hint what to do about it, or null where the message says it
     * @param sqlState the SQLSTATE, or null where no statement failed
     * @param cause what the driver or the system reported, or null
     */
    public ServerFailure(String message, @Nullable String hint, @Nullable String sqlState, @Nullable Throwable cause) {
        super(ErrorKind.INTERNAL, message, hint, sqlState, cause);
    }
}
