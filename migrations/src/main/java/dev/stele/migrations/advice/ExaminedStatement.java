package dev.stele.migrations.advice;

import dev.stele.core.statements.StatementFigures;
import dev.stele.migrations.plan.QueryPlan;
import org.jspecify.annotations.Nullable;

/**
 * One of the statements that took most, and its plan.
 *
 * @param figures how often it ran and how long
 * @param seenBy who counted it
 * @param plan how the server runs it, or null where it could not be asked
 * @param unplanned why there is no plan; "" where there is one
 */
public record ExaminedStatement(
        StatementFigures figures, SeenBy seenBy, @Nullable QueryPlan plan, String unplanned) {
    /** Who counted a statement. */
    public enum SeenBy {
        /** This process. */
        APPLICATION,
        /** The server's {@code pg_stat_statements}, of whoever ran it. */
        SERVER
    }
}
