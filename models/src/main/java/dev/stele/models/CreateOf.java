package dev.stele.models;

/**
 * Marks a record whose components are the attributes of a new row.
 *
 * <p>A component is named after an attribute, or after a reference with {@code Id} behind it ({@code teamId}).
 *
 * @param <E> the entity it creates
 */
public interface CreateOf<E> {}
