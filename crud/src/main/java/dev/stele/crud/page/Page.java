package dev.stele.crud.page;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some items of a list, with the cursors to its neighbours.
 *
 * @param <V> the items' type
 * @param items the items in the list's order, unmodifiable
 * @param next where the next page starts, null on the last one
 * @param previous where the page before ends, null on the first one
 * @param total how many rows there are in all, if the request asked
 */
public record Page<V>(
        List<V> items, @Nullable Cursor next, @Nullable Cursor previous, Optional<Total> total) {
    /** Keeps an unmodifiable copy of the items. */
    public Page {
        items = List.copyOf(items);
    }

    /** Whether there are items behind these. */
    public boolean hasNext() {
        return next != null;
    }

    /** Whether there are items in front of these. */
    public boolean hasPrevious() {
        return previous != null;
    }

    /** The same page of what {@code change} makes of each item. */
    public <R> Page<R> map(Function<? super V, ? extends R> change) {
        return new Page<>(items.stream().<R>map(change).toList(), next, previous, total);
    }
}
