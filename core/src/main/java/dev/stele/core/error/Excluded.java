package dev.stele.core.error;

import org.jspecify.annotations.Nullable;

/** The row overlaps one that an exclusion constraint protects (SQLSTATE 23P01). */
public final class Excluded extends ConstraintViolation {
    private static final long serialVersionUID = 1L;

    /**
     * Says what was violated.
     *
     * @param violated the constraint and the fields it is about
     * @param cause the driver's exception, or null where the library refused the write itself
     */
    public Excluded(Violated violated, @Nullable Throwable cause) {
        super(
                violated,
                "%s cannot be written: %s overlaps an existing row".formatted(violated.entity(), violated.describe()),
                "pick values that do not overlap",
                "23P01",
                cause);
    }
}
