package dev.stele.models;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the components of one record, in their order.
 *
 * <p>A missing value is no fault here: whether an attribute can be null is known from its column.
 */
final class Faults {
    private final Map<String, String> found = new LinkedHashMap<>();

    /** Notes {@code expected} unless {@code value} is missing or passes. */
    <T> Faults expect(String component, @Nullable T value, Predicate<T> passes, String expected) {
        if (value != null && !passes.test(value)) {
            found.put(component, expected);
        }
        return this;
    }

    /** The value of {@code field}, or null where it is unset or null. */
    static <T> @Nullable T given(@Nullable Field<? extends @Nullable T> field) {
        return field != null && field.isSet() ? field.value() : null;
    }

    /** What was noted, unmodifiable. */
    Map<String, String> found() {
        return Collections.unmodifiableMap(found);
    }
}
