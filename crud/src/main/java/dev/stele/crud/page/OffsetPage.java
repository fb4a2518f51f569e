package dev.stele.crud.page;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some items of a list, found by skipping rows.
 *
 * @param <V> the items' type
 * @param items the items in the list's order, unmodifiable
 * @param total how many rows there are in all, unless the request declined
 */
public record OffsetPage<V>(List<V> items, Optional<Total> total) {
    /** Keeps an unmodifiable copy of the items. */
    public OffsetPage {
        items = List.copyOf(items);
    }

    /** The same page of what {@code change} makes of each item. */
    public <R> OffsetPage<R> map(Function<? super V, ? extends R> change) {
        return new OffsetPage<>(items.stream().<R>map(change).toList(), total);
    }
}
