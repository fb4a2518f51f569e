package dev.stele.core.error;

import org.jspecify.annotations.Nullable;

/** The database cannot be reached or does not serve (08xxx, 57P0x, 53xxx, pool time-out); a later call may succeed. */
public final class Unavailable extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /** What is known of the work that failed. */
    public enum Outcome {
        /** Nothing of it was kept, for certain; the same work may be run again. */
        NOTHING_KEPT,
        /** Whether it was kept is not known: look before doing it again, or ask for a receipt the next time. */
        UNKNOWN
    }

    private final Outcome outcome;

    /**
     * Says what failed and what to do; the outcome is unknown.
     *
     * @param message what failed, without row values or secrets
     * @param hint what to do about it, or null where the message says it
     * @param sqlState the SQLSTATE, or null where no statement failed
     * @param cause what the driver or the system reported, or null
     */
    public Unavailable(String message, @Nullable String hint, @Nullable String sqlState, @Nullable Throwable cause) {
        this(message, hint, sqlState, cause, Outcome.UNKNOWN);
    }

    /** Says what failed and what to do, and what is known of the outcome. */
    public Unavailable(
            String message,
            @Nullable String hint,
            @Nullable String sqlState,
            @Nullable Throwable cause,
            Outcome outcome) {
        super(ErrorKind.UNAVAILABLE, message, hint, sqlState, cause);
        this.outcome = outcome;
    }

    /** What is known of the work that failed. */
    public Outcome outcome() {
        return outcome;
    }
}
