package dev.stele.migrations.plan;

import org.jspecify.annotations.Nullable;

/**
 * How the server means to run one statement, or ran it.
 *
 * @param sql the statement that was explained
 * @param values where its parameters' values came from
 * @param root the topmost step, whose cost and buffers hold those of all steps below
 * @param executed what running it took, or null where it was not run
 * @param json what the server printed, as it printed it
 */
public record QueryPlan(
        String sql, Values values, PlanNode root, @Nullable Execution executed, String json) {
    /** Where the values of a statement's parameters came from. */
    public enum Values {
        /** It has none. */
        NONE,
        /** The server planned for any value. */
        GENERIC,
        /** They were drawn from the columns' rows or statistics; no report shows them. */
        SAMPLED
    }

    /**
     * What running a statement took.
     *
     * @param planningMillis planning
     * @param millis execution
     * @param buffers pages of 8 kB that were asked of the shared buffers, whether found there or read
     */
    public record Execution(double planningMillis, double millis, long buffers) {}
}
