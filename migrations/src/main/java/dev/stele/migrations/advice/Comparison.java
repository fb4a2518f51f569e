package dev.stele.migrations.advice;

import dev.stele.migrations.plan.PlanNode;
import dev.stele.migrations.plan.QueryPlan;
import java.util.List;
import java.util.Set;

/**
 * One statement with the same values, planned without an index and with it.
 *
 * @param before the plan without it
 * @param after the plan with it
 * @param read pages without it
 * @param reads pages with it, not fewer than it may take on the live server
 * @param used whether the index is in the plan
 */
record Comparison(QueryPlan before, QueryPlan after, double read, double reads, boolean used) {
    /** How many times fewer pages are asked for. */
    double factor() {
        return read / Math.max(1, reads);
    }

    /** Whether each of several indexes, known by one name or the names of its parts, is in a plan. */
    static boolean uses(QueryPlan plan, List<Set<String>> indexes) {
        return indexes.stream().allMatch(names -> plan.root()
                .all()
                .map(PlanNode::index)
                .anyMatch(index -> index != null && names.contains(index)));
    }
}
