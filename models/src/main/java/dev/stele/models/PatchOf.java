package dev.stele.models;

/**
 * Marks a record whose components, each a {@link Field}, change some attributes of a row and leave the rest alone.
 *
 * @param <E> the entity it changes
 */
public interface PatchOf<E> {}
