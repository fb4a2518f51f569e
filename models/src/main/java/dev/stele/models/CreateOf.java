package dev.stele.models;

import java.util.Map;

/**
 * Marks a record whose components are the attributes of a new row.
 *
 * <p>A component is named after an attribute, or after a reference with {@code Id} behind it ({@code teamId}). An
 * attribute that has no component takes its column's default.
 *
 * @param <E> the entity it creates
 */
public interface CreateOf<E> {
    /**
     * Says what is wrong with the values, as far as that shows without a database; asked before a row is written.
     *
     * @return for each component at fault what was expected of it, to be read after its name; empty if all is well
     */
    default Map<String, String> faults() {
        return Map.of();
    }
}
