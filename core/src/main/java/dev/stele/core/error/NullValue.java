package dev.stele.core.error;

import org.jspecify.annotations.Nullable;

/** A value is missing where one is required (SQLSTATE 23502). */
public final class NullValue extends ConstraintViolation {
    private static final long serialVersionUID = 1L;

    /**
     * Says what was violated.
     *
     * @param violated the constraint and the fields it is about
     * @param cause the driver's exception, or null where the library refused the write itself
     */
    public NullValue(Violated violated, @Nullable Throwable cause) {
        super(
                violated,
                "%s cannot be written: %s must have a value".formatted(violated.entity(), violated.describe()),
                "give a value, or leave the field unset",
                "23502",
                cause);
    }
}
