package dev.stele.crud.query;

import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import dev.stele.core.mapping.StaticMetamodel;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The orders that a client may choose, each under a name that says nothing about columns.
 *
 * <p>Immutable: each call of {@code key} gives a new value.
 *
 * @param <E> the entity
 */
public final class SortKeys<E> {
    private final Map<String, List<String>> keys;

    private SortKeys(Map<String, List<String>> keys) {
        this.keys = keys;
    }

    /** No keys yet; also fills the entity's static metamodel, so that {@code key} can be called at once. */
    public static <E> SortKeys<E> of(Class<E> entity) {
        StaticMetamodel.fill(entity);
        return new SortKeys<>(Map.of());
    }

    /**
     * Lets a client sort by the attribute under this name.
     *
     * @throws Misuse if the name is taken, empty, or has a comma or a sign
     */
    public SortKeys<E> key(String name, SingularAttribute<? super E, ?> attribute) {
        return with(name, List.of(Path.nameOf(attribute)));
    }

    /** Lets a client sort by what the path leads to; see {@link #key(String, SingularAttribute)}. */
    public SortKeys<E> key(String name, Path<E, ?> path) {
        return with(name, path.names());
    }

    /** The names, in the order given. */
    public Set<String> names() {
        return keys.keySet();
    }

    /**
     * The order that a client asks for as {@code "-updated,title"}, {@code -} for the highest first.
     *
     * @param text what the client sent; null or blank for {@code otherwise}
     * @throws Invalid if it names a key that is not one of these, or one twice; lists those that are
     */
    public Sort<E> parse(@Nullable String text, Sort<E> otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        List<Sort.Term> terms = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String key = part.strip();
            boolean descending = key.startsWith("-");
            List<String> path = keys.get(descending || key.startsWith("+") ? key.substring(1) : key);
            if (path == null || terms.stream().anyMatch(term -> term.path().equals(path))) {
                throw new Invalid(
                        "sort",
                        "must be a list of " + String.join(", ", keys.keySet())
                                + ", each at most once, with \"-\" in front for descending");
            }
            terms.add(new Sort.Term(path, descending));
        }
        return Sort.of(terms);
    }

    private SortKeys<E> with(String name, List<String> path) {
        if (name.isBlank()
                || name.contains(",")
                || name.startsWith("-")
                || name.startsWith("+")
                || keys.containsKey(name)) {
            throw new Misuse(
                    "\"%s\" cannot be the name of a sort key".formatted(name),
                    "take another name, without commas and signs");
        }
        Map<String, List<String>> more = new LinkedHashMap<>(keys);
        more.put(name, path);
        return new SortKeys<>(more);
    }
}
