package dev.stele.migrations.plan;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One condition of a plan on one table, all of which a row must meet.
 *
 * @param test what kind of comparison it is
 * @param operator as the server prints it, with the table's side left: {@code =}, {@code <}, {@code ~~*}, {@code @>};
 *     {@code ""} where there is none
 * @param expression the table's side as an index would name it: a column, {@code lower((email)::text)}, or for
 *     {@link Test#ROW_RANGE} the columns with commas
 * @param columns the table's columns in it, in their order
 * @param cast the type its column is cast to before it is compared, or {@code ""}; one to text changes nothing for a
 *     column of {@code character varying}, other casts keep an index on the column from serving
 * @param operand the other side as the server prints it; {@code ""} where there is none
 * @param source what the other side is made of
 * @param place where it stands
 * @param alternatives of {@link Test#ANY_OF} those of which one suffices, each on this table; otherwise empty
 */
public record Condition(
        Test test,
        String operator,
        String expression,
        List<String> columns,
        String cast,
        String operand,
        Source source,
        Place place,
        List<Condition> alternatives) {
    // A parameter or a constant with a wildcard behind it, or a constant that ends with its only one.
    private static final Pattern PREFIX =
            Pattern.compile("\\(*(?:\\$\\d+|'[^%_\\\\']+')[)\\w: ]*\\|\\| '%'[)\\w: ]*|'[^%_\\\\']+%'[)\\w: ]*");

    public Condition {
        columns = List.copyOf(columns);
        alternatives = List.copyOf(alternatives);
    }

    /** Whether its expression is a column alone, cast or not. */
    public boolean isColumn() {
        return columns.size() == 1 && PlanText.parts(expression).equals(columns);
    }

    /** Whether texts are asked for that begin with the other side, whatever follows. */
    public boolean isPrefix() {
        return test == Test.PATTERN
                && (operator.equals("^@")
                        || (operator.equals("~~") && PREFIX.matcher(operand).matches()));
    }

    /** Whether a parameter is in its expression, so that no index can be on that. */
    public boolean dependsOnParameter() {
        return PlanText.hasParameter(expression);
    }

    /** What kind of comparison a condition is. */
    public enum Test {
        /** {@code =}, {@code = ANY}, {@code IS NOT DISTINCT FROM}. */
        EQUAL,
        /** {@code <}, {@code <=}, {@code >} or {@code >=}; BETWEEN is two of them. */
        RANGE,
        /** {@code <}, {@code <=}, {@code >} or {@code >=} between rows of columns, as keyset pages ask. */
        ROW_RANGE,
        /** {@code LIKE}, {@code ILIKE} or a regular expression, not negated. */
        PATTERN,
        /** An operator of jsonb, arrays, ranges or full text that a GIN or GiST index may serve. */
        CONTAINS,
        /** A boolean column, or its negation with the operator {@code NOT}. */
        TRUTH,
        /** {@code IS NULL}. */
        NULL,
        /** {@code IS NOT NULL}. */
        NOT_NULL,
        /** {@code <>} and {@code <> ALL}. */
        NOT_EQUAL,
        /** Conditions of which one suffices. */
        ANY_OF,
        /** Anything else; columns and expression say what it looks at. */
        OTHER
    }

    /** What the other side of a comparison is made of. */
    public enum Source {
        /** There is none. */
        NONE,
        /** Constants of the statement's text, or values that stand in for its parameters. */
        CONSTANT,
        /** A parameter, alone or in an expression. */
        PARAMETER,
        /** A column of another table. */
        COLUMN,
        /** A subquery's result or something else that is known only while it runs. */
        COMPUTED
    }

    /** Where a condition stands. */
    public enum Place {
        /** An index was asked it. */
        INDEX,
        /** Each row was asked it. */
        FILTER,
        /** Pairs of rows were asked it. */
        JOIN
    }
}
