package dev.stele.migrations.diff;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a plan.
 *
 * @param sql the statement, without a semicolon at its end
 * @param transactional whether it may run in a transaction; if not it runs alone
 * @param transaction statements of the same number are one transaction; numbers rise in the order of the plan
 * @param comment why it is written this way, or empty
 * @param preChecks what must hold before the first statement of the plan
 * @param object what it makes, changes or drops, or null where it is of a rename
 */
public record PlannedStatement(
        String sql,
        boolean transactional,
        int transaction,
        String comment,
        List<PreCheck> preChecks,
        @Nullable ObjectName object) {
    /** Copies the checks. */
    public PlannedStatement {
        preChecks = List.copyOf(preChecks);
    }
}
