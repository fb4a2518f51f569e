package dev.stele.examples.benchmarks;

import dev.stele.examples.benchmarks.calls.PeerKind;
import java.util.List;

/**
 * How much is done to measure.
 *
 * @param rounds how often each is measured, after one round to warm up
 * @param millis how long a single call is measured each time
 * @param notes how many rows there are
 * @param peers who is measured
 */
record Effort(int rounds, int millis, int notes, List<PeerKind> peers) {
    /** A look, in less than five minutes. */
    static final Effort QUICK = new Effort(3, 200, 100_000, List.of(PeerKind.values()));
    /** Everything. */
    static final Effort WHOLE = new Effort(9, 1000, 1_000_000, List.of(PeerKind.values()));
}
