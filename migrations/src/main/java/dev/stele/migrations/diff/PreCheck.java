package dev.stele.migrations.diff;

/**
 * A question to the data that must be answered with no before the first statement of a plan runs.
 *
 * @param message what is wrong where the answer is yes
 * @param sql a query of the old schema with one row of one boolean, true where the plan must not run
 * @param waivable whether {@link DiffOptions#allowingDataLoss()} would leave the question out
 */
public record PreCheck(String message, String sql, boolean waivable) {
    /** A question that is asked whatever the options allow. */
    public PreCheck(String message, String sql) {
        this(message, sql, false);
    }
}
