package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.CreateIndex;
import dev.stele.migrations.review.Statement.Flag;

/** Rules about indexes. */
final class IndexChecks implements Check {

    @Override
    public void look(Step step) {
        if (step.statement() instanceof CreateIndex index) {
            create(step, index);
        }
    }

    private static void create(Step step, CreateIndex index) {
        if (!index.has(Flag.CONCURRENTLY)) {
            step.report(
                    Rule.CREATE_INDEX,
                    index.table(),
                    "building an index on " + Check.on(index.table()) + " stops writes to it");
        }
    }
}
