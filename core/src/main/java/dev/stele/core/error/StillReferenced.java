package dev.stele.core.error;

import org.jspecify.annotations.Nullable;

/** Other rows still refer to the row (SQLSTATE 23503). */
public final class StillReferenced extends ConstraintViolation {
    private static final long serialVersionUID = 1L;

    /**
     * Says what was violated.
     *
     * @param violated the constraint and the fields it is about
     * @param cause the driver's exception, or null where the library refused the write itself
     */
    public StillReferenced(Violated violated, @Nullable Throwable cause) {
        super(
                violated,
                "%s cannot be deleted or re-keyed: other rows refer to it by %s"
                        .formatted(violated.entity(), violated.describe()),
                "delete or move the referring rows first",
                "23503",
                cause);
    }
}
