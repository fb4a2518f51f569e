package dev.stele.migrations.plan;

import java.util.List;

/**
 * One key of an order.
 *
 * @param expression as an index would name it, such as {@code updated_at} or {@code lower((email)::text)}
 * @param columns the table's columns in it; exactly the expression where it is a column alone
 * @param descending whether the greatest comes first
 * @param nullsFirst whether nulls come before all values
 */
public record SortKey(String expression, List<String> columns, boolean descending, boolean nullsFirst) {
    public SortKey {
        columns = List.copyOf(columns);
    }

    /** Whether it is a column alone. */
    public boolean isColumn() {
        return columns.size() == 1 && PlanText.parts(expression).equals(columns);
    }

    /** Whether a parameter is in it, so that no index can have its order. */
    public boolean dependsOnParameter() {
        return PlanText.hasParameter(expression);
    }
}
