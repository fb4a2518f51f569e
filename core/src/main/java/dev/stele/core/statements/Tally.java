package dev.stele.core.statements;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.LongUnaryOperator;

/**
 * What is counted of one shape. Safe for use by many threads.
 *
 * <p>The figures are fields rather than objects of their own, as each object is one more place of memory to wait for.
 */
final class Tally {
    private static final AtomicLongFieldUpdater<Tally> TOTAL =
            AtomicLongFieldUpdater.newUpdater(Tally.class, "totalNanos");
    private static final AtomicLongFieldUpdater<Tally> ROWS = AtomicLongFieldUpdater.newUpdater(Tally.class, "rows");
    private static final AtomicLongFieldUpdater<Tally> LEAST = AtomicLongFieldUpdater.newUpdater(Tally.class, "least");
    private static final AtomicLongFieldUpdater<Tally> MOST = AtomicLongFieldUpdater.newUpdater(Tally.class, "most");
    private static final AtomicLongFieldUpdater<Tally> FAILURES =
            AtomicLongFieldUpdater.newUpdater(Tally.class, "failures");
    private static final int RAREST = 1024;

    private volatile long totalNanos;
    private volatile long rows;
    private volatile long least = Long.MAX_VALUE;
    private volatile long most;
    private volatile long failures;
    private volatile boolean retired;
    // Not atomic: when threads meet here, one run more or less is looked at.
    private int untilSample = 1;
    private int pause = 1;

    private final Histogram times = new Histogram();
    private final StatementShape shape;
    private final Callers callers = new Callers();
    private final SlowLog.Turn slowTurn = new SlowLog.Turn();

    Tally(StatementShape shape) {
        this.shape = shape;
    }

    /** Counts a run. */
    void add(long nanos, long changed) {
        times.add(nanos);
        TOTAL.getAndAdd(this, nanos);
        if (changed != 0) {
            ROWS.getAndAdd(this, changed);
        }
        if (nanos < least) {
            LEAST.accumulateAndGet(this, nanos, Math::min);
        }
        if (nanos > most) {
            MOST.accumulateAndGet(this, nanos, Math::max);
        }
    }

    /** Whether to look who called: at the runs 1, 2, 4 and so on to 1,024, then at one in 1,024. */
    boolean isSampled() {
        if (--untilSample > 0) {
            return false;
        }
        untilSample = pause;
        pause = Math.min(RAREST, 2 * pause);
        return true;
    }

    void failed() {
        FAILURES.getAndIncrement(this);
    }

    StatementShape shape() {
        return shape;
    }

    Callers callers() {
        return callers;
    }

    SlowLog.Turn slowTurn() {
        return slowTurn;
    }

    long calls() {
        return times.count();
    }

    long failures() {
        return failures;
    }

    long totalNanos() {
        return totalNanos;
    }

    /** Marks it as no longer among those that are told of. */
    void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }

    StatementFigures figures() {
        LongUnaryOperator percentiles = times.percentiles();
        long slowest = most;
        StatementFigures.Times all = new StatementFigures.Times(
                Duration.ofNanos(totalNanos),
                Duration.ofNanos(Math.min(least, slowest)),
                atMost(slowest, percentiles.applyAsLong(500)),
                atMost(slowest, percentiles.applyAsLong(950)),
                atMost(slowest, percentiles.applyAsLong(990)),
                Duration.ofNanos(slowest));
        return new StatementFigures(shape.sql(), shape.operation(), callers.most(), calls(), failures, rows, all);
    }

    private static Duration atMost(long slowest, long time) {
        return Duration.ofNanos(Math.min(slowest, time));
    }
}
