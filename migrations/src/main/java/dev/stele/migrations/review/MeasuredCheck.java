package dev.stele.migrations.review;

import java.util.Map;

/** Reports the locks that were measured and that no other rule had a reason to expect. Comes last. */
final class MeasuredCheck implements Check {

    @Override
    public void look(Step step) {
        if (step.effect().source() != Effect.Source.MEASURED
                || step.review().hasLock(step.parsed().raw().start())) {
            return;
        }
        for (Map.Entry<String, LockMode> lock : step.effect().locks().entrySet()) {
            Name table = new Name("", lock.getKey(), 0);
            boolean worked = step.effect().rewrites().contains(lock.getKey());
            if (lock.getValue().blocksReads() && worked) {
                step.report(
                        Rule.TYPE_REWRITE,
                        table,
                        "measured: table \"" + table + "\" is rewritten while reads and writes of it stop");
            } else if (step.statement() instanceof Statement.Other
                    && lock.getValue().blocksWrites()) {
                step.report(
                        Rule.SURPRISING_LOCK,
                        table,
                        "measured: the statement takes " + lock.getValue().sql() + " on \"" + table + "\"");
            }
        }
    }
}
