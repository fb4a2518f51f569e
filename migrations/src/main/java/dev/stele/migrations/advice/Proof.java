package dev.stele.migrations.advice;

import dev.stele.migrations.plan.QueryPlan;

/**
 * What a proposal changed when it was tried.
 *
 * @param where it was tried
 * @param before the plan without it
 * @param after the plan with it
 * @param factor how many times fewer buffers the statement asks for at least, but for values more common than those it was
 *     tried with; where it was not run, as the planner reckons
 */
public record Proof(Where where, QueryPlan before, QueryPlan after, double factor) {
    /** Where a proposal was tried. */
    public enum Where {
        /** On the live server by HypoPG, whose indexes exist for the planner and one session only. */
        HYPOTHETICAL,
        /** In a scratch database with rows of the table. */
        SCRATCH_ROWS,
        /** In a scratch database with the statistics of the table and no rows. */
        SCRATCH_STATISTICS,
        /** In a restored backup. */
        RESTORED_BACKUP
    }
}
