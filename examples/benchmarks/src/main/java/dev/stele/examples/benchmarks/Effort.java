package dev.stele.examples.benchmarks;

import dev.stele.examples.benchmarks.calls.PeerKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much is done to measure.
 *
 * @param notes how many rows there are
 * @param peers who is measured
 * @param calls single calls
 * @param rest all else; null where that is left out
 */
record Effort(
        int notes,
        List<PeerKind> peers,
        Calls calls,
        @Nullable Rest rest) {
    /** A look, in less than five minutes. */
    static final Effort QUICK = new Effort(100_000, List.of(PeerKind.values()), new Calls(3, 150), null);
    /** Everything. */
    static final Effort WHOLE = new Effort(
            1_000_000,
            List.of(PeerKind.values()),
            new Calls(7, 500),
            new Rest(100_000, 20_000, 5, List.of(10_000, 1_000_000, 10_000_000)));

    /**
     * Single calls.
     *
     * @param rounds how often each is measured, after one round to warm up
     * @param millis how long each time
     */
    record Calls(int rounds, int millis) {}

    /**
     * All else.
     *
     * @param bulk how many rows are inserted at once
     * @param threaded how many calls many threads make
     * @param starts how often a process is started, and many rows are written and read
     * @param sizes of how many rows growth is measured
     */
    record Rest(int bulk, int threaded, int starts, List<Integer> sizes) {}
}
