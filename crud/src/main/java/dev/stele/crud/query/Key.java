package dev.stele.crud.query;

import jakarta.persistence.metamodel.SingularAttribute;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Attributes that together tell rows apart, by which an upsert finds the row to change.
 *
 * <p>Immutable. A unique constraint, or a unique index over all rows, must have exactly these columns.
 *
 * @param <E> the entity
 */
@SuppressWarnings("UnusedTypeParameter") // ties the key to the entity
public final class Key<E> {
    private final List<String> attributes;

    private Key(List<String> attributes) {
        this.attributes = attributes;
    }

    /** The key of these attributes. */
    @SafeVarargs
    public static <E> Key<E> on(SingularAttribute<? super E, ?> first, SingularAttribute<? super E, ?>... others) {
        String[] names = new String[others.length + 1];
        names[0] = Path.nameOf(first);
        for (int i = 0; i < others.length; i++) {
            names[i + 1] = Path.nameOf(others[i]);
        }
        return new Key<>(List.of(names));
    }

    /** The key that is the entity's id. */
    public static <E> Key<E> id() {
        return new Key<>(List.of());
    }

    /** The names of its attributes; empty for the id. */
    public List<String> attributes() {
        return attributes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Key<?> key && attributes.equals(key.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(attributes);
    }

    @Override
    public String toString() {
        return "Key" + attributes;
    }
}
