package dev.stele.models;

/**
 * Marks a record that is read column by column; a component names an attribute or a path to one ({@code teamName}).
 *
 * @param <E> the entity it shows
 */
public interface ViewOf<E> {}
