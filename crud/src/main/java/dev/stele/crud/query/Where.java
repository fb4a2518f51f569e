package dev.stele.crud.query;

import dev.stele.core.error.Misuse;
import dev.stele.core.mapping.StaticMetamodel;
import dev.stele.crud.query.Shape.Comparison;
import dev.stele.crud.query.Shape.Operator;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.PluralAttribute;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of an entity are meant: a condition on its attributes, and on those of what it refers to.
 *
 * <p>Immutable; values are bound as parameters and never become part of a statement's text. There is no empty
 * condition: to mean every row, say {@link #everything}. A comparison with NULL in the column holds for no row, except
 * {@link #ne}. A reference is compared with the id of what it refers to.
 *
 * @param <E> the entity
 */
public final class Where<E> {
    private static final Pattern CONFIGURATION = Pattern.compile("[a-z_]{1,63}");

    private static final int MOST_LEVELS = 500;

    private final Shape shape;
    private final List<Object> values;
    private final int levels;

    private Where(Shape shape, List<Object> values) {
        this(shape, values, 1);
    }

    private Where(Shape shape, List<Object> values, int levels) {
        if (levels > MOST_LEVELS) {
            throw new Misuse(
                    "a condition is nested deeper than " + MOST_LEVELS + " levels",
                    "refuse such input, or say the same with fewer not() and has(), or and() and or() by turns");
        }
        this.shape = shape;
        this.values = values;
        this.levels = levels;
    }

    /** Every row. */
    public static <E> Where<E> everything(Class<E> entity) {
        StaticMetamodel.fill(entity);
        return new Where<>(new Shape.Everything(), List.of());
    }

    /** The attribute has this value. */
    public static <E, T> Where<E> eq(SingularAttribute<? super E, T> attribute, T value) {
        return eq(Path.of(attribute), value);
    }

    /** The whole number has this value, or the reference leads to the row with this id. */
    public static <E> Where<E> eq(SingularAttribute<? super E, ?> attribute, long value) {
        return compare(attribute, Operator.EQUAL, value);
    }

    /** What the path leads to has this value. */
    public static <E, T> Where<E> eq(Path<E, T> path, T value) {
        return compare(path, Operator.EQUAL, value);
    }

    /** The whole number that the path leads to has this value, or the reference there this id. */
    public static <E> Where<E> eq(Path<E, ?> path, long value) {
        return compare(path, Operator.EQUAL, value);
    }

    /** The text is this one but for upper and lower case; an index on {@code lower(column)} serves it. */
    public static <E> Where<E> eqIgnoringCase(SingularAttribute<? super E, String> attribute, String value) {
        return compare(attribute, Operator.EQUAL_IGNORING_CASE, value);
    }

    /** The attribute has another value, or none. */
    public static <E, T> Where<E> ne(SingularAttribute<? super E, T> attribute, T value) {
        return ne(Path.of(attribute), value);
    }

    /** The whole number or the id that the attribute refers to is another one, or none. */
    public static <E> Where<E> ne(SingularAttribute<? super E, ?> attribute, long value) {
        return compare(attribute, Operator.OTHER, value);
    }

    /** What the path leads to has another value, or none. */
    public static <E, T> Where<E> ne(Path<E, T> path, T value) {
        return compare(path, Operator.OTHER, value);
    }

    /** The attribute is less than the value. */
    public static <E, T> Where<E> lt(SingularAttribute<? super E, T> attribute, T value) {
        return lt(Path.of(attribute), value);
    }

    /** What the path leads to is less than the value. */
    public static <E, T> Where<E> lt(Path<E, T> path, T value) {
        return compare(path, Operator.LESS, value);
    }

    /** The attribute is less than the value or equal. */
    public static <E, T> Where<E> le(SingularAttribute<? super E, T> attribute, T value) {
        return le(Path.of(attribute), value);
    }

    /** What the path leads to is less than the value or equal. */
    public static <E, T> Where<E> le(Path<E, T> path, T value) {
        return compare(path, Operator.AT_MOST, value);
    }

    /** The attribute is greater than the value. */
    public static <E, T> Where<E> gt(SingularAttribute<? super E, T> attribute, T value) {
        return gt(Path.of(attribute), value);
    }

    /** What the path leads to is greater than the value. */
    public static <E, T> Where<E> gt(Path<E, T> path, T value) {
        return compare(path, Operator.GREATER, value);
    }

    /** The attribute is greater than the value or equal. */
    public static <E, T> Where<E> ge(SingularAttribute<? super E, T> attribute, T value) {
        return ge(Path.of(attribute), value);
    }

    /** What the path leads to is greater than the value or equal. */
    public static <E, T> Where<E> ge(Path<E, T> path, T value) {
        return compare(path, Operator.AT_LEAST, value);
    }

    /** The attribute lies between both values, or is one of them. */
    public static <E, T> Where<E> between(SingularAttribute<? super E, T> attribute, T low, T high) {
        Path<E, T> path = Path.of(attribute);
        return ge(path, low).and(le(path, high));
    }

    /** The attribute is one of the values; of none there is no row. */
    public static <E, T> Where<E> in(SingularAttribute<? super E, T> attribute, Collection<? extends T> values) {
        return in(Path.of(attribute), values);
    }

    /** What the path leads to is one of the values, as in {@code in(path(Note_.team, Team_.id), ids)}. */
    public static <E, T> Where<E> in(Path<E, T> path, Collection<? extends T> values) {
        return new Where<>(new Shape.Membership(path.names(), false), List.of(Values.listed(values)));
    }

    /** The attribute has a value that is none of these. */
    public static <E, T> Where<E> notIn(SingularAttribute<? super E, T> attribute, Collection<? extends T> values) {
        return new Where<>(new Shape.Membership(Path.of(attribute).names(), true), List.of(Values.listed(values)));
    }

    /** The attribute has no value. */
    public static <E> Where<E> isNull(SingularAttribute<? super E, ?> attribute) {
        return isNull(Path.of(attribute));
    }

    /** What the path leads to has no value, or is not there. */
    public static <E> Where<E> isNull(Path<E, ?> path) {
        return new Where<>(new Shape.NullTest(path.names(), false), List.of());
    }

    /** The attribute has a value. */
    public static <E> Where<E> isNotNull(SingularAttribute<? super E, ?> attribute) {
        return new Where<>(new Shape.NullTest(Path.of(attribute).names(), true), List.of());
    }

    /** The text matches a pattern of LIKE, in which {@code %}, {@code _} and {@code \} have their meaning. */
    public static <E> Where<E> like(SingularAttribute<? super E, String> attribute, String pattern) {
        return compare(attribute, Operator.LIKE, pattern);
    }

    /** As {@link #like}, without regard to upper and lower case. */
    public static <E> Where<E> ilike(SingularAttribute<? super E, String> attribute, String pattern) {
        return compare(attribute, Operator.LIKE_IGNORING_CASE, pattern);
    }

    /** The text contains the part as it stands; nothing in it is a wildcard. */
    public static <E> Where<E> contains(SingularAttribute<? super E, String> attribute, String part) {
        return like(attribute, "%" + Values.escaped(part) + "%");
    }

    /** As {@link #contains}, without regard to upper and lower case. */
    public static <E> Where<E> containsIgnoringCase(SingularAttribute<? super E, String> attribute, String part) {
        return ilike(attribute, "%" + Values.escaped(part) + "%");
    }

    /** The text starts with the part as it stands; nothing in it is a wildcard. */
    public static <E> Where<E> startsWith(SingularAttribute<? super E, String> attribute, String part) {
        return compare(attribute, Operator.STARTS_WITH, Values.escaped(part));
    }

    /** The jsonb attribute contains the value (operator {@code @>}): a GIN index serves it. */
    public static <E, T> Where<E> jsonContains(Attribute<? super E, T> attribute, Object part) {
        return compareNamed(Path.nameOf(attribute), Operator.CONTAINS, part);
    }

    /** The array has at least one of the values (operator {@code &&}): a GIN index serves it. */
    public static <E> Where<E> overlaps(Attribute<? super E, ?> attribute, Collection<?> values) {
        return compareNamed(Path.nameOf(attribute), Operator.OVERLAPS, List.copyOf(values));
    }

    /**
     * The texts, taken together, match a query as people type it: words, "phrases", or, -not.
     *
     * @param configuration the name of a text search configuration, such as {@code "english"} or {@code "simple"}
     * @param attributes the attributes to search in; an index on the same expression serves it
     * @throws dev.stele.core.error.Invalid if the query is longer than 10,000 characters
     * @throws Misuse if the configuration's name is none or there is no attribute
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <E> Where<E> matches(
            String configuration, String query, SingularAttribute<? super E, String>... attributes) {
        if (!CONFIGURATION.matcher(configuration).matches() || attributes.length == 0) {
            throw new Misuse(
                    "a full text search needs a configuration's name and an attribute at least",
                    "say matches(\"english\", query, Note_.title)");
        }
        List<List<String>> paths = Arrays.stream(attributes)
                .map(attribute -> List.of(Path.nameOf(attribute)))
                .toList();
        return new Where<>(new Shape.FullText(paths, configuration), Values.ofSearch(query));
    }

    /**
     * The collection has an element that meets the condition, as in {@code has(Team_.members, everything(…))}.
     *
     * @throws Misuse if it is nested deeper than 500 levels
     */
    public static <E, T> Where<E> has(PluralAttribute<? super E, ?, T> collection, Where<? super T> element) {
        return new Where<>(
                new Shape.Existence(Path.nameOf(collection), element.shape), element.values, element.levels + 1);
    }

    /**
     * Both hold.
     *
     * @throws Misuse if they have more than 65,535 values, or are nested deeper than 500 levels; a chain has one level
     */
    public Where<E> and(Where<? super E> other) {
        Shape.And both = Shape.And.of(shape, other.shape);
        return new Where<>(both, Values.joined(values, other.values), levelsAbove(Shape.And.class, other));
    }

    /**
     * One of both holds.
     *
     * @throws Misuse as {@link #and}
     */
    public Where<E> or(Where<? super E> other) {
        Shape.Or either = Shape.Or.of(shape, other.shape);
        return new Where<>(either, Values.joined(values, other.values), levelsAbove(Shape.Or.class, other));
    }

    private int levelsAbove(Class<? extends Shape> kind, Where<?> other) {
        return Math.max(levelsIn(kind), other.levelsIn(kind)) + 1;
    }

    /** The levels below a condition of that kind of which this becomes a part. */
    private int levelsIn(Class<? extends Shape> kind) {
        return kind.isInstance(shape) ? levels - 1 : levels;
    }

    /** This holds, and if {@code value} is there, what {@code condition} makes of it. */
    public <T> Where<E> andIf(@Nullable T value, Function<? super T, ? extends Where<? super E>> condition) {
        return value == null ? this : and(condition.apply(value));
    }

    /**
     * The condition does not hold; where NULL leaves it open, neither does this.
     *
     * @throws Misuse if it is nested deeper than 500 levels
     */
    public static <E> Where<E> not(Where<E> condition) {
        return new Where<>(new Shape.Not(condition.shape), condition.values, condition.levels + 1);
    }

    Shape shape() {
        return shape;
    }

    List<Object> values() {
        return values;
    }

    /** The condition with its attributes; not the values, which may be secrets. */
    @Override
    public String toString() {
        return "Where[" + shape + "]";
    }

    private static <E> Where<E> compare(SingularAttribute<? super E, ?> attribute, Operator operator, Object value) {
        return compareNamed(Path.nameOf(attribute), operator, value);
    }

    private static <E> Where<E> compareNamed(String attribute, Operator operator, Object value) {
        return new Where<>(new Comparison(List.of(attribute), operator), Values.of(value));
    }

    private static <E> Where<E> compare(Path<E, ?> path, Operator operator, @Nullable Object value) {
        return new Where<>(new Comparison(path.names(), operator), Values.of(value));
    }
}
