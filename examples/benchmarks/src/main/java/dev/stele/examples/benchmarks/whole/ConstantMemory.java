package dev.stele.examples.benchmarks.whole;

import dev.stele.examples.benchmarks.calls.Meter;
import dev.stele.examples.benchmarks.calls.Meter.Used;
import dev.stele.examples.benchmarks.calls.PeerKind;
import dev.stele.examples.benchmarks.peers.RawBulk;
import dev.stele.examples.benchmarks.peers.SteleBulk;
import dev.stele.examples.benchmarks.report.Measured;
import dev.stele.examples.benchmarks.report.Measured.Spent;
import dev.stele.examples.benchmarks.sample.BulkPeer;
import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.examples.benchmarks.sample.SampleRows;
import dev.stele.examples.benchmarks.sample.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All rows read by one call, and as many written by another, once by each peer; the heap is watched meanwhile. */
public final class ConstantMemory {
    private final SampleRows rows;
    private final Meter meter;

    /** Measures on these rows, which are gone afterwards. */
    public ConstantMemory(SampleRows rows, Meter meter) {
        this.rows = rows;
        this.meter = meter;
    }

    /** Reads and writes. */
    public List<Measured> run() throws Exception {
        Target target = new Target(rows.config(), Target.Wire.PLAIN);
        try (BulkPeer raw = new RawBulk(target);
                BulkPeer stele = new SteleBulk(target)) {
            Map<String, BulkPeer> peers = new LinkedHashMap<>();
            peers.put(PeerKind.RAW.title(), raw);
            peers.put(PeerKind.STELE.title(), stele);
            int count = rows.notes() + SampleRows.CHANGED;
            List<Measured> all = new ArrayList<>();
            for (Map.Entry<String, BulkPeer> peer : peers.entrySet()) {
                all.add(measure("stream all of %,d rows", peer.getKey(), count, peer.getValue()::streamAll));
            }
            for (Map.Entry<String, BulkPeer> peer : peers.entrySet()) {
                rows.execute("truncate note");
                all.add(measure(
                        "copy in %,d rows",
                        peer.getKey(), count, () -> peer.getValue().copyIn(notes(count))));
            }
            return all;
        }
    }

    private static Stream<Note.Create> notes(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> new Note.Create("bulk" + n, "title of " + n, 7000, "a text that is not long, " + n));
    }

    private Measured measure(String workload, String peer, long count, Call call) throws Exception {
        try (HeapWatch heap = new HeapWatch()) {
            meter.start();
            long start = System.nanoTime();
            long done = call.run();
            double micros = (System.nanoTime() - start) / 1e3;
            Used used = meter.stop();
            if (done != count) {
                throw new IllegalStateException(peer + " did not reach every row: " + done + " of " + count);
            }
            Spent spent = new Spent(used.client() / 1e3, used.server() / 1e3, used.bytes(), heap.growth());
            return new Measured(workload.formatted(count), peer, 1, micros, spent);
        }
    }

    /** A call that returns how many rows it went through. */
    private interface Call {
        long run() throws Exception;
    }
}
