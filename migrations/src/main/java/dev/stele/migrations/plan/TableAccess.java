package dev.stele.migrations.plan;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One table of a plan and what the statement asks of it, read from the conditions that the server prints.
 *
 * @param scan the step that reads it
 * @param table the table, or the partition
 * @param conditions all of which its rows must meet, those of the scan before those of joins
 * @param order by what its rows are sorted after they were read, where all keys are its own; empty where an index gives
 *     the order or there is none
 * @param limit how many rows a LIMIT on that order is expected to give; empty where there is none
 */
public record TableAccess(
        PlanNode scan, PlanNode.Relation table, List<Condition> conditions, List<SortKey> order, OptionalDouble limit) {
    public TableAccess {
        conditions = List.copyOf(conditions);
        order = List.copyOf(order);
    }

    /** What a plan asks of each table it scans, in the plan's order; a table scanned twice is there twice. */
    public static List<TableAccess> of(PlanNode root) {
        return new AccessReader(root).read();
    }
}
