package dev.stele.core;

import java.util.concurrent.atomic.LongAdder;

/** What has happened since a database was opened, counted; safe for use by many threads. */
final class Figures {
    final LongAdder commits = new LongAdder();
    final LongAdder rollbacks = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder unknownOutcomes = new LongAdder();
    final LongAdder provenCommitted = new LongAdder();
    final LongAdder provenNotCommitted = new LongAdder();
    final LongAdder withoutConnection = new LongAdder();
    final LongAdder replicaReads = new LongAdder();
    final LongAdder primaryReads = new LongAdder();

    private final Connections connections;

    Figures(Connections connections) {
        this.connections = connections;
    }

    Health.Work work() {
        return new Health.Work(
                commits.sum(),
                rollbacks.sum(),
                retries.sum(),
                new Health.Outcomes(unknownOutcomes.sum(), provenCommitted.sum(), provenNotCommitted.sum()),
                new Health.Reads(replicaReads.sum(), primaryReads.sum()),
                withoutConnection.sum(),
                connections.fenced());
    }
}
