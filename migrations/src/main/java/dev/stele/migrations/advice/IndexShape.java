package dev.stele.migrations.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What an index consists of; all that decides what it serves.
 *
 * @param table its table
 * @param method how it finds, such as {@code btree}
 * @param keys by what it finds, at least one
 * @param include what it stores beside, as SQL
 * @param predicate which rows are in it, as SQL; "" for all
 */
record IndexShape(Prover.Table table, String method, List<IndexKey> keys, List<String> include, String predicate) {
    IndexShape {
        keys = List.copyOf(keys);
        include = List.copyOf(include);
    }

    /** A tree over all rows. */
    static IndexShape tree(Prover.Table table, List<IndexKey> keys) {
        return new IndexShape(table, "btree", keys, List.of(), "");
    }

    /**
     * One key.
     *
     * @param expression a column or an expression, as SQL
     * @param operatorClass the operator class, or "" for the type's own
     * @param collation the collation, or "" for the column's own
     * @param order in which order values come
     */
    record IndexKey(String expression, String operatorClass, String collation, Order order) {
        /** The class that orders texts by their bytes, whatever the collation. */
        static final String BYTEWISE = "text_pattern_ops";

        /** In rising order. */
        static IndexKey of(String expression) {
            return new IndexKey(expression, "", "", Order.RISING);
        }

        /** Whether both find the same values; their order may differ. */
        boolean finds(IndexKey other) {
            return normal(expression).equals(normal(other.expression))
                    && operatorClass.equals(other.operatorClass)
                    && collation.equals(other.collation);
        }

        boolean isColumn() {
            return expression.matches("[\\p{L}_][\\p{L}\\p{N}_$]*|\"(?:[^\"]|\"\")+\"");
        }

        String sql() {
            String shown =
                    isColumn() || expression.matches("[\\w.]+\\([^()]*\\)") ? expression : "(" + expression + ")";
            return shown
                    + (collation.isEmpty() ? "" : " collate " + collation)
                    + (operatorClass.isEmpty() ? "" : " " + operatorClass)
                    + order.sql();
        }
    }

    /**
     * The order of a key.
     *
     * @param descending whether the greatest comes first
     * @param nullsFirst whether nulls come before all values
     */
    record Order(boolean descending, boolean nullsFirst) {
        static final Order RISING = new Order(false, false);

        Order backwards() {
            return new Order(!descending, !nullsFirst);
        }

        String sql() {
            if (descending == nullsFirst) {
                return descending ? " desc" : "";
            }
            return (descending ? " desc" : "") + (nullsFirst ? " nulls first" : " nulls last");
        }
    }

    boolean isTree() {
        return method.equals("btree");
    }

    IndexShape withKeys(List<IndexKey> other) {
        return new IndexShape(table, method, other, include, predicate);
    }

    IndexShape withPredicate(String other) {
        return new IndexShape(table, method, keys, include, other);
    }

    IndexShape withInclude(List<String> other) {
        return new IndexShape(table, method, keys, other, predicate);
    }

    boolean samePredicate(IndexShape other) {
        return normal(predicate).equals(normal(other.predicate));
    }

    /** Whether the first keys of this one are all keys of the other, in its order or all of them backwards. */
    boolean isPrefixOf(IndexShape other) {
        return method.equals(other.method)
                && keys.size() <= other.keys.size()
                && (isTree() || keys.size() == other.keys.size())
                && sameKeys(keys, other.keys.subList(0, keys.size()));
    }

    /** Whether the keys are the same, in the same order or all backwards. */
    static boolean sameKeys(List<IndexKey> some, List<IndexKey> others) {
        if (some.size() != others.size()) {
            return false;
        }
        boolean forwards = true;
        boolean backwards = true;
        for (int i = 0; i < some.size(); i++) {
            if (!some.get(i).finds(others.get(i))) {
                return false;
            }
            Order order = some.get(i).order();
            forwards &= order.equals(others.get(i).order());
            backwards &= order.backwards().equals(others.get(i).order());
        }
        return forwards || backwards;
    }

    /**
     * What stands behind {@code on} in a statement that creates it.
     *
     * @param on the table, as SQL
     */
    String definition(String on) {
        List<String> parts = new ArrayList<>(List.of(on));
        if (!isTree()) {
            parts.add("using " + method);
        }
        parts.add("(" + keyList() + ")");
        if (!include.isEmpty()) {
            parts.add("include (" + String.join(", ", include) + ")");
        }
        if (!predicate.isEmpty()) {
            parts.add("where " + predicate);
        }
        return String.join(" ", parts);
    }

    /** Its keys as SQL, for statements and sentences. */
    String keyList() {
        return keys.stream().map(IndexKey::sql).collect(Collectors.joining(", "));
    }

    /** The server prints the same expression with more or fewer parentheses, depending on where. */
    static String normal(String expression) {
        return expression
                .replaceAll("[()\\s]", "")
                .replace("::charactervarying", "")
                .toLowerCase(Locale.ROOT);
    }
}
