package dev.stele.examples.proofs.load;

import java.time.Duration;

/**
 * What clients saw of one change.
 *
 * @param change what was changed
 * @param rewrites whether no form of it is known that leaves the rows where they are
 * @param how what was applied, or why it was refused
 * @param took from the start of the upgrade to its end
 * @param clients their latencies and failures
 */
public record LoadResult(String change, boolean rewrites, String how, Duration took, Latencies.Summary clients) {
    static final String HEADING = "%-48s %8s %6s %7s %7s %7s %5s  %s"
            .formatted("change", "took ms", "tx", "p50", "p99", "max", "fail", "how");

    /** Whether nobody failed or stalled longer than a second, and only what writes all rows anew was not applied. */
    public boolean kept() {
        boolean done = rewrites || !(how.startsWith("flagged") || how.startsWith("refused"));
        return done && clients.failures().isEmpty() && clients.worst() <= 1000;
    }

    @Override
    public String toString() {
        String line = "%-48s %8d %6d %7.1f %7.1f %7.1f %5d  %s"
                .formatted(
                        change,
                        took.toMillis(),
                        clients.transactions(),
                        clients.median(),
                        clients.high(),
                        clients.worst(),
                        clients.failures().size(),
                        how);
        return clients.failures().isEmpty()
                ? line
                : line + "\n    " + clients.failures().get(0);
    }
}
