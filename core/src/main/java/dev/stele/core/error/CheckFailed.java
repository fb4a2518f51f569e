package dev.stele.core.error;

import org.jspecify.annotations.Nullable;

/** A check of the schema refuses the value (SQLSTATE 23514). */
public final class CheckFailed extends ConstraintViolation {
    private static final long serialVersionUID = 1L;

    /**
     * Says what was violated.
     *
     * @param violated the constraint and the fields it is about
     * @param cause the driver's exception, or null where the library refused the write itself
     */
    public CheckFailed(Violated violated, @Nullable Throwable cause) {
        super(
                violated,
                "%s cannot be written: the value of %s breaks a rule".formatted(violated.entity(), violated.describe()),
                "see the constraint's definition for the values it takes",
                "23514",
                cause);
    }
}
