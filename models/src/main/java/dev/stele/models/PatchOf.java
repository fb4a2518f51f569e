package dev.stele.models;

import java.util.Map;

/**
 * Marks a record whose components, each a {@link Field}, change some attributes of a row and leave the rest alone.
 *
 * @param <E> the entity it changes
 */
public interface PatchOf<E> {
    /**
     * Says what is wrong with the values set, as far as that shows without a database; asked before a row is written.
     *
     * @return for each component at fault what was expected of it, to be read after its name; empty if all is well
     */
    default Map<String, String> faults() {
        return Map.of();
    }
}
