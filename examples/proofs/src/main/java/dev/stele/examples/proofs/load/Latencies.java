package dev.stele.examples.proofs.load;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The latencies and failures of the clients since the last change. Safe for use by many threads. */
public final class Latencies {
    private final List<Long> nanos = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    synchronized void record(long latency) {
        nanos.add(latency);
    }

    synchronized void fail(SQLException e) {
        failures.add(e.getSQLState() + " " + e.getMessage());
    }

    /** Takes what was measured since the last call. */
    synchronized Summary take() {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        Summary summary =
                new Summary(sorted.length, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1), List.copyOf(failures));
        nanos.clear();
        failures.clear();
        return summary;
    }

    private static double at(long[] sorted, double share) {
        if (sorted.length == 0) {
            return 0;
        }
        return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))] / 1e6;
    }

    /**
     * What the clients saw, in milliseconds.
     *
     * @param median half of the transactions took at most this
     * @param high 99 of 100 took at most this
     * @param worst the longest one
     */
    public record Summary(int transactions, double median, double high, double worst, List<String> failures) {}
}
