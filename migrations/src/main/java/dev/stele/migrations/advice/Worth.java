package dev.stele.migrations.advice;

import dev.stele.core.statements.StatementFigures;
import dev.stele.migrations.plan.QueryPlan;
import java.time.Duration;

/**
 * How much a statement takes, against what makes it worth a change.
 *
 * @param calls how often it ran
 * @param average how long a call took
 * @param options from when on it is worth one
 */
record Worth(long calls, Duration average, AdvisorOptions options) {
    /** Planner's units that a statement takes when it reads half a hundred scattered pages. */
    private static final double CHEAP = 200;
    /** So many times slower than worth a change, it is slow whatever the planner thinks. */
    private static final int SLOW_WHATEVER = 10;

    static Worth of(ExaminedStatement statement, AdvisorOptions options) {
        StatementFigures figures = statement.figures();
        Duration average =
                figures.calls() == 0 ? Duration.ZERO : figures.times().total().dividedBy(figures.calls());
        return new Worth(figures.calls(), average, options);
    }

    /** Whether it ran often enough and takes long enough. */
    boolean isSlow() {
        return calls >= options.calls() && average.compareTo(options.slow()) >= 0;
    }

    /** Whether it is slow by what it reads, and not by waiting or a busy machine. */
    boolean isWorthAnIndex(QueryPlan plan) {
        return isSlow()
                && (plan.root().estimate().total() >= CHEAP
                        || average.compareTo(options.slow().multipliedBy(SLOW_WHATEVER)) >= 0);
    }
}
