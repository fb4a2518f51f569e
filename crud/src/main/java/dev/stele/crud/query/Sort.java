package dev.stele.crud.query;

import dev.stele.core.error.Misuse;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An order of rows. It always ends in the id, so that no two rows are equal in it; that part need not be said.
 *
 * <p>Immutable. NULL sorts as PostgreSQL has it: behind every value, so last when ascending and first when descending;
 * that is the order its indexes have too.
 *
 * @param <E> the entity
 */
public final class Sort<E> {
    private final List<Term> terms;

    private Sort(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    /** By the id alone, the lowest first. */
    public static <E> Sort<E> byId() {
        return new Sort<>(List.of());
    }

    /** By the id alone, the highest first. */
    public static <E> Sort<E> byIdDescending() {
        return new Sort<>(List.of(new Term(List.of(), true)));
    }

    /** The lowest value first. */
    public static <E> Sort<E> asc(SingularAttribute<? super E, ?> attribute) {
        return new Sort<>(List.of(new Term(List.of(Path.nameOf(attribute)), false)));
    }

    /** The lowest value of what the path leads to first. */
    public static <E> Sort<E> asc(Path<E, ?> path) {
        return new Sort<>(List.of(new Term(path.names(), false)));
    }

    /** The highest value first. */
    public static <E> Sort<E> desc(SingularAttribute<? super E, ?> attribute) {
        return new Sort<>(List.of(new Term(List.of(Path.nameOf(attribute)), true)));
    }

    /** The highest value of what the path leads to first. */
    public static <E> Sort<E> desc(Path<E, ?> path) {
        return new Sort<>(List.of(new Term(path.names(), true)));
    }

    /** Rows equal in this order in the order of the next. */
    public Sort<E> then(Sort<? super E> next) {
        List<Term> all = new ArrayList<>(terms);
        all.addAll(next.terms);
        if (all.stream().map(Term::path).distinct().count() < all.size()) {
            throw new Misuse("an attribute occurs twice in an order", "sort by it once");
        }
        return new Sort<>(all);
    }

    static <E> Sort<E> of(List<Term> terms) {
        return new Sort<>(terms);
    }

    /** What it sorts by, in turn; for {@code Dao}. */
    public List<Term> terms() {
        return terms;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sort<?> sort && terms.equals(sort.terms);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(terms);
    }

    /** The terms as a client writes them: {@code -updatedAt,title}. */
    @Override
    public String toString() {
        return String.join(",", terms.stream().map(Term::toString).toList());
    }

    /**
     * One attribute to sort by.
     *
     * @param path the names of the attributes that lead to it; empty for the id
     * @param descending whether the highest value comes first
     */
    public record Term(List<String> path, boolean descending) {
        /** As a client writes it. */
        @Override
        public String toString() {
            return (descending ? "-" : "") + (path.isEmpty() ? "id" : String.join(".", path));
        }
    }
}
