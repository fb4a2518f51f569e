package dev.stele.crud;

/**
 * Typed access to one entity's table.
 *
 * @param <E> the entity
 * @param <K> its id
 */
public class Dao<E, K> {
    /** For subclasses. */
    protected Dao() {}
}
