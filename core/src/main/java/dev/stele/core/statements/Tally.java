package dev.stele.core.statements;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongUnaryOperator;

/** What is counted of one text. Safe for use by many threads. */
final class Tally {
    private static final int RAREST = 256;

    private final StatementShape shape;
    private final Histogram times = new Histogram();
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong least = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong most = new AtomicLong();
    private final LongAdder failures = new LongAdder();
    private final Callers callers = new Callers();
    private final SlowLog.Turn slowTurn = new SlowLog.Turn();
    private volatile boolean retired;
    // Not atomic: when threads meet here, one run more or less is looked at.
    private int untilSample = 1;
    private int pause = 1;

    Tally(StatementShape shape) {
        this.shape = shape;
    }

    /** Counts a run. */
    void add(long nanos, long changed) {
        total.getAndAdd(nanos);
        if (changed != 0) {
            rows.getAndAdd(changed);
        }
        if (nanos < least.get()) {
            least.accumulateAndGet(nanos, Math::min);
        }
        if (nanos > most.get()) {
            most.accumulateAndGet(nanos, Math::max);
        }
        times.add(nanos);
    }

    /** Whether to look who called: at the runs 1, 2, 4 and so on to 256, then at one in 256. */
    boolean isSampled() {
        if (--untilSample > 0) {
            return false;
        }
        untilSample = pause;
        pause = Math.min(RAREST, 2 * pause);
        return true;
    }

    void failed() {
        failures.increment();
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

    long totalNanos() {
        return total.get();
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
        long slowest = most.get();
        StatementFigures.Times all = new StatementFigures.Times(
                Duration.ofNanos(total.get()),
                Duration.ofNanos(Math.min(least.get(), slowest)),
                atMost(slowest, percentiles.applyAsLong(500)),
                atMost(slowest, percentiles.applyAsLong(950)),
                atMost(slowest, percentiles.applyAsLong(990)),
                Duration.ofNanos(slowest));
        return new StatementFigures(
                shape.sql(), shape.operation(), callers.most(), calls(), failures.sum(), rows.get(), all);
    }

    private static Duration atMost(long slowest, long time) {
        return Duration.ofNanos(Math.min(slowest, time));
    }
}
