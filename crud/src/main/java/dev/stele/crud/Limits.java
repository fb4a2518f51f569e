package dev.stele.crud;

import dev.stele.core.mapping.AttributeMapping;
import dev.stele.core.mapping.ColumnMapping;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What values of records are too long or too large for their columns, as far as the mapping says. */
final class Limits {
    private Limits() {}

    /** Whether a component of this type can be too long or too large. */
    static boolean apply(Class<?> type) {
        return type == String.class || type == BigDecimal.class;
    }

    /** What is wrong with the value; null where its column takes it, or the mapping does not say how much it takes. */
    static @Nullable String problem(AttributeMapping attribute, @Nullable Object value) {
        ColumnMapping.Limit limit = attribute.column().limit();
        return limit == null ? null : limit.problem(value);
    }
}
