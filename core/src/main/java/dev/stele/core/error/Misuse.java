package dev.stele.core.error;

import org.jspecify.annotations.Nullable;

/** The library or the schema is used in a way that cannot work: a fault of the program, not of its input. */
public final class Misuse extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what cannot work and what to do instead.
     *
     * @param message what was attempted
     * @param hint what to do instead
     */
    public Misuse(String message, String hint) {
        this(message, hint, null, null);
    }

    /**
     * Says what cannot work, with what the server said.
     *
     * @param message what was attempted
     * @param hint what to do instead, or null where the message says it
     * @param sqlState the SQLSTATE, or null where no statement failed
     * @param cause what was reported, or null
     */
    public Misuse(String message, @Nullable String hint, @Nullable String sqlState, @Nullable Throwable cause) {
        super(ErrorKind.MISUSE, message, hint, sqlState, cause);
    }
}
