package dev.stele.examples.benchmarks.whole;

import dev.stele.examples.benchmarks.calls.Bench;
import dev.stele.examples.benchmarks.calls.PeerKind;
import dev.stele.examples.benchmarks.report.Measured;
import dev.stele.examples.benchmarks.sample.Peer;
import dev.stele.examples.benchmarks.sample.SampleRows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/** Many threads at once, of whose calls four in five find a note and one changes one. */
public final class ManyThreads {
    private final Bench bench;
    private final Collection<PeerKind> peers;
    private final Turns turns;

    /** Measures these peers. */
    public ManyThreads(Bench bench, Collection<PeerKind> peers, Turns turns) {
        this.bench = bench;
        this.peers = peers;
        this.turns = turns;
    }

    /** Makes so many calls by so many threads; the time is that of all, divided by the calls. */
    public List<Measured> run(int threads, int calls) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Map<String, Turns.Work> pieces = new LinkedHashMap<>();
            for (PeerKind kind : peers) {
                Peer peer = bench.peer(kind);
                pieces.put(kind.title(), () -> all(pool, threads, () -> some(peer, calls / threads)));
            }
            return turns.measure("80/20 by " + threads + " threads", calls, pieces, () -> bench.rows()
                    .tidy());
        } finally {
            pool.shutdown();
        }
    }

    private int some(Peer peer, int calls) throws Exception {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int notes = bench.rows().notes();
        for (int i = 0; i < calls; i++) {
            if (i % 5 == 4) {
                peer.patch(
                        notes + 1L + random.nextInt(SampleRows.CHANGED),
                        "patched " + random.nextInt(),
                        "by one of many");
            } else {
                peer.find(1L + random.nextInt(notes));
            }
        }
        return calls;
    }

    private static void all(ExecutorService pool, int threads, Callable<Integer> work) throws Exception {
        List<Future<Integer>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(pool.submit(work));
        }
        for (Future<Integer> each : running) {
            each.get();
        }
    }
}
