package dev.stele.core.error;

import org.jspecify.annotations.Nullable;

/** The row that a reference names does not exist (SQLSTATE 23503). */
public final class MissingReference extends ConstraintViolation {
    private static final long serialVersionUID = 1L;

    /**
     * Says what was violated.
     *
     * @param violated the constraint and the fields it is about
     * @param cause the driver's exception, or null where the library refused the write itself
     */
    public MissingReference(Violated violated, @Nullable Throwable cause) {
        super(
                violated,
                "%s cannot be written: what %s refers to does not exist"
                        .formatted(violated.entity(), violated.describe()),
                "insert the referenced row first, or give the id of one that exists",
                "23503",
                cause);
    }
}
