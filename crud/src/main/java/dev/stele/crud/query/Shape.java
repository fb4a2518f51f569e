package dev.stele.crud.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A condition without its values: what decides the SQL text, and thus the key under which a plan is kept.
 *
 * <p>Values stand beside it, in the order in which the shape, read from left to right, has parameters.
 */
sealed interface Shape {
    /** An attribute, an operator, and a value. */
    record Comparison(List<String> path, Operator operator) implements Shape {}

    /** An attribute is NULL, or is not. */
    record NullTest(List<String> path, boolean negated) implements Shape {}

    /** An attribute is one of a list of values, or none of it. */
    record Membership(List<String> path, boolean negated) implements Shape {}

    /** Words occur in attributes, by PostgreSQL's full text search in a configuration of this name. */
    record FullText(List<List<String>> paths, String configuration) implements Shape {}

    /** Something in a collection meets a condition. */
    record Existence(String collection, Shape inner) implements Shape {}

    /** All parts hold. */
    record And(List<Shape> parts) implements Shape {
        private static List<Shape> partsOf(Shape shape) {
            return shape instanceof And and ? and.parts : List.of(shape);
        }

        /** Both; parts of a part of this kind are parts of the whole, so that a long chain is not a deep one. */
        static And of(Shape first, Shape second) {
            return new And(joined(partsOf(first), partsOf(second)));
        }
    }

    /** One part holds at least. */
    record Or(List<Shape> parts) implements Shape {
        private static List<Shape> partsOf(Shape shape) {
            return shape instanceof Or or ? or.parts : List.of(shape);
        }

        /** One of both, as {@link And#of}. */
        static Or of(Shape first, Shape second) {
            return new Or(joined(partsOf(first), partsOf(second)));
        }
    }

    /** The part does not hold. */
    record Not(Shape part) implements Shape {}

    /** Holds for every row. */
    record Everything() implements Shape {}

    private static List<Shape> joined(List<Shape> first, List<Shape> second) {
        List<Shape> all = new ArrayList<>(first.size() + second.size());
        all.addAll(first);
        all.addAll(second);
        return Collections.unmodifiableList(all);
    }

    /** Compares a column with a parameter. */
    enum Operator {
        EQUAL("%s = ?"),
        EQUAL_IGNORING_CASE("lower(%s) = lower(?)"),
        OTHER("%s is distinct from ?"),
        LESS("%s < ?"),
        AT_MOST("%s <= ?"),
        GREATER("%s > ?"),
        AT_LEAST("%s >= ?"),
        LIKE("%s like ?"),
        // That it is the beginning has to be in the text, as an advisor sees no values.
        STARTS_WITH("%s like ? || '%'"),
        LIKE_IGNORING_CASE("%s ilike ?"),
        CONTAINS("%s @> ?"),
        OVERLAPS("%s && ?");

        private final String sql;

        Operator(String sql) {
            this.sql = sql;
        }

        /** Whether the value is text whatever the attribute's type. */
        boolean takesText() {
            return this == LIKE || this == STARTS_WITH || this == LIKE_IGNORING_CASE;
        }

        /** Whether the value is part of what the attribute holds, and so need not be of its type. */
        boolean takesPart() {
            return this == CONTAINS || this == OVERLAPS;
        }

        String sql(String column) {
            return sql.replace("%s", column);
        }
    }
}
