package dev.stele.migrations.diff;

import java.util.List;

/**
 * One statement of a plan.
 *
 * @param sql the statement, without a semicolon at its end
 * @param transactional whether it may run in a transaction; if not it runs alone
 * @param transaction statements of the same number are one transaction; numbers rise in the order of the plan
 * @param comment why it is written this way, or empty
 * @param preChecks what must hold before the first statement of the plan
 */
public record PlannedStatement(
        String sql, boolean transactional, int transaction, String comment, List<PreCheck> preChecks) {
    /** Copies the checks. */
    public PlannedStatement {
        preChecks = List.copyOf(preChecks);
    }
}
