package dev.stele.core.error;

import org.jspecify.annotations.Nullable;

/** Another row already has these values (SQLSTATE 23505). */
public final class Duplicate extends ConstraintViolation {
    private static final long serialVersionUID = 1L;

    /**
     * Says what was violated.
     *
     * @param violated the constraint and the fields it is about
     * @param cause the driver's exception, or null where the library refused the write itself
     */
    public Duplicate(Violated violated, @Nullable Throwable cause) {
        this(violated, Written.ALONE, cause);
    }

    /**
     * Says what was violated, and what helps where it was written that way.
     *
     * @param violated the constraint and the fields it is about
     * @param written how the row came to the server
     * @param cause the driver's exception, or null where the library refused the write itself
     */
    public Duplicate(Violated violated, Written written, @Nullable Throwable cause) {
        super(
                violated,
                "%s with the same %s already exists".formatted(violated.entity(), violated.describe()),
                written.hint,
                "23505",
                cause);
    }

    /** How a row came to the server, on which the ways out depend. */
    public enum Written {
        /** By a statement of its own. */
        ALONE("pick other values, or use upsert() or insertIgnore() of a Dao"),
        /** By a statement for a list of records. */
        IN_LIST("pick other values, or use upsertAll() or insertAllIgnore()"),
        /** By COPY. */
        IN_LOAD("pick other values, or load with copying(…).upserting(…) or copying(…).settingAside(…)");

        private final String hint;

        Written(String hint) {
            this.hint = hint;
        }
    }
}
