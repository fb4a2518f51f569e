package dev.stele.crud;

/**
 * What an upsert left behind.
 *
 * @param <V> the view's type
 * @param view the row as it is now
 * @param inserted whether it is new; else it was there and was changed
 */
public record Upserted<V>(V view, boolean inserted) {}
