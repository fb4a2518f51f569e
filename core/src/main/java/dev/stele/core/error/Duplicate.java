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
        super(
                violated,
                "%s with the same %s already exists".formatted(violated.entity(), violated.describe()),
                "pick other values, or use upsert() or insertIgnore()",
                "23505",
                cause);
    }
}
