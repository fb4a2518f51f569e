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
            new Rest(100_000, 20_000, 5, List.of(100, 1000, 5000)));

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
     * @param lists how many records are written in one call
     */
    record Rest(int bulk, int threaded, int starts, List<Integer> lists) {}

    /**
     * Growth.
     *
     * @param rows of how many rows it is measured; the last number is read and written at once too
     * @param rounds how often
     * @param calls how many calls each time
     */
    record Sizes(List<Integer> rows, int rounds, int calls) {
        /** Up to ten million rows. */
        static final Sizes MILLIONS = new Sizes(List.of(10_000, 1_000_000, 10_000_000), 5, 4000);
    }
}
