package dev.stele.crud.query;

import dev.stele.core.error.Misuse;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from an entity to an attribute, over to-one references or into an embedded value.
 *
 * <p>Immutable. In a SELECT each reference is a join; a reference's id needs none.
 *
 * @param <E> the entity it starts at
 * @param <T> the type of what it leads to
 */
public final class Path<E, T> {
    private final List<String> names;

    private Path(List<String> names) {
        this.names = names;
    }

    /** The attribute itself. */
    public static <E, T> Path<E, T> of(SingularAttribute<? super E, T> attribute) {
        return new Path<>(List.of(nameOf(attribute)));
    }

    /** From {@code first} to an attribute of what it refers to, as in {@code path(Note_.team, Team_.name)}. */
    public static <E, A, T> Path<E, T> path(
            SingularAttribute<? super E, A> first, SingularAttribute<? super A, T> second) {
        return new Path<>(List.of(nameOf(first), nameOf(second)));
    }

    /** Over two references, as in {@code path(Note_.team, Team_.owner, User_.email)}. */
    public static <E, A, B, T> Path<E, T> path(
            SingularAttribute<? super E, A> first,
            SingularAttribute<? super A, B> second,
            SingularAttribute<? super B, T> third) {
        return new Path<>(List.of(nameOf(first), nameOf(second), nameOf(third)));
    }

    /** One step on from where this path leads. */
    public <N> Path<E, N> then(SingularAttribute<? super T, N> next) {
        List<String> longer = new ArrayList<>(names);
        longer.add(nameOf(next));
        return new Path<>(List.copyOf(longer));
    }

    List<String> names() {
        return names;
    }

    /**
     * The name of an attribute of the static metamodel.
     *
     * @throws Misuse if the metamodel is not filled yet
     */
    static String nameOf(@Nullable Attribute<?, ?> attribute) {
        if (attribute == null) {
            throw new Misuse(
                    "an attribute of the static metamodel is null",
                    "open the Database first, which fills it, or start with SortKeys.of(X.class) or everything(X.class)");
        }
        return attribute.getName();
    }

    /** The attributes' names, joined by dots. */
    @Override
    public String toString() {
        return String.join(".", names);
    }
}
