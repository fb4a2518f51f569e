package dev.stele.core.statements;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is counted of one operation, whatever the texts; it only grows. Safe for use by many threads. */
final class OperationTally {
    private final String operation;
    private final List<Tally> tallies = new ArrayList<>();
    private long calls;
    private long failures;
    private long nanos;

    OperationTally(String operation) {
        this.operation = operation;
    }

    /** Counts what is counted there, too. */
    synchronized void include(Tally tally) {
        tallies.add(tally);
    }

    /** Keeps the sums of one that is no longer counted in. */
    synchronized void fold(Tally tally) {
        if (tallies.remove(tally)) {
            calls += tally.calls();
            failures += tally.failures();
            nanos += tally.totalNanos();
        }
    }

    synchronized long calls() {
        return calls + tallies.stream().mapToLong(Tally::calls).sum();
    }

    synchronized OperationFigures figures() {
        return new OperationFigures(
                operation,
                calls(),
                failures + tallies.stream().mapToLong(Tally::failures).sum(),
                Duration.ofNanos(
                        nanos + tallies.stream().mapToLong(Tally::totalNanos).sum()));
    }
}
