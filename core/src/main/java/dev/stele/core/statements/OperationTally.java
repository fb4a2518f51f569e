package dev.stele.core.statements;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of one operation, whatever the texts; it only grows. Safe for use by many threads. */
final class OperationTally {
    private final String operation;
    private final LongAdder calls = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder failures = new LongAdder();

    OperationTally(String operation) {
        this.operation = operation;
    }

    void add(long time) {
        calls.increment();
        nanos.add(time);
    }

    void failed() {
        failures.increment();
    }

    long calls() {
        return calls.sum();
    }

    OperationFigures figures() {
        return new OperationFigures(operation, calls.sum(), failures.sum(), Duration.ofNanos(nanos.sum()));
    }
}
