package dev.stele.core.error;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Other rows still refer to the row (SQLSTATE 23503, or 23001 for RESTRICT); its entity and fields are those referred to. */
public final class StillReferenced extends ConstraintViolation {
    private static final long serialVersionUID = 1L;

    private final Referrer referrer;

    /**
     * Says what was violated.
     *
     * @param violated the constraint, with the entity and the fields it refers to
     * @param referrer whose rows refer to it
     * @param cause the driver's exception, or null where the library refused the write itself
     */
    public StillReferenced(Violated violated, Referrer referrer, @Nullable Throwable cause) {
        super(
                violated,
                "%s cannot be deleted or re-keyed: rows of %s still refer to it%s"
                        .formatted(violated.entity(), referrer.describe(), violated.named()),
                "delete or move the referring rows first",
                "23503",
                cause);
        this.referrer = referrer;
    }

    /** Whose rows refer to the row. */
    public Referrer referrer() {
        return referrer;
    }

    /**
     * The other side of the foreign key.
     *
     * @param entity the simple name of the referring entity, or its table's name
     * @param table the referring table's name, without quotes
     * @param fields the referring attributes, in the constraint's order
     */
    @SuppressWarnings("serial") // List.copyOf returns a serializable list
    public record Referrer(String entity, String table, List<String> fields) implements Serializable {
        /** Keeps an unmodifiable copy of the fields. */
        public Referrer {
            fields = List.copyOf(fields);
        }

        String describe() {
            return fields.isEmpty() ? entity : entity + "." + String.join(", ", fields);
        }
    }
}
