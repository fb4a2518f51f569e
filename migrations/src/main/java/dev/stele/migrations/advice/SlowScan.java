package dev.stele.migrations.advice;

import dev.stele.migrations.plan.PlanNode;
import dev.stele.migrations.plan.SortKey;
import dev.stele.migrations.plan.TableAccess;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says what is slow about how a statement reads a table; names columns, and no values.
 *
 * @param statement the statement
 * @param access how it reads the table
 * @param table the table, whole where it is partitioned
 * @param wanted how many of its rows the planner expects to be wanted
 */
record SlowScan(ExaminedStatement statement, TableAccess access, ServerTable table, double wanted) {
    String sentence() {
        PlanNode scan = access.scan();
        String rows = scan.kind().endsWith("Seq Scan")
                ? "all " + Figures.count(table.size().rows()) + " rows of " + table.table() + " are read"
                : "many rows of " + table.table() + " are read by index " + scan.index();
        String share = ", about " + Figures.count(Math.max(1, wanted)) + " of which "
                + (access.order().isEmpty() ? "are wanted" : "are sorted by " + sorted() + " for a page");
        return Figures.calls(statement.figures()) + ": " + rows + share + conditions();
    }

    /** Whether the whole table is read for few of its rows, so that an index is sure to help. */
    boolean isOfFew() {
        return access.scan().kind().endsWith("Seq Scan")
                && wanted * 100 <= table.size().rows();
    }

    private String sorted() {
        return access.order().stream().map(SortKey::expression).collect(Collectors.joining(", "));
    }

    private String conditions() {
        List<String> columns = access.conditions().stream()
                .flatMap(condition -> condition.columns().stream())
                .distinct()
                .toList();
        return columns.isEmpty() ? "" : "; conditions are on " + String.join(", ", columns);
    }
}
