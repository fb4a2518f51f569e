package dev.stele.examples.benchmarks;

import dev.stele.examples.benchmarks.calls.PeerKind;
import java.util.List;

/**
 * How much is done to measure.
 *
 * @param rounds how often each is measured, after one round to warm up
 * @param millis how long a single call is measured each time
 * @param notes how many rows there are
 * @param bulk how many rows are inserted at once
 * @param threaded how many calls many threads make
 * @param starts how often a process is started, and many rows are written
 * @param peers who is measured
 */
record Effort(int rounds, int millis, int notes, int bulk, int threaded, int starts, List<PeerKind> peers) {
    /** A look, in less than five minutes: single calls alone. */
    static final Effort QUICK = new Effort(3, 150, 100_000, 0, 0, 0, List.of(PeerKind.values()));
    /** Everything. */
    static final Effort WHOLE = new Effort(7, 500, 1_000_000, 100_000, 20_000, 5, List.of(PeerKind.values()));
}
