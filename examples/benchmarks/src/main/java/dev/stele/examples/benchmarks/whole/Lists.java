package dev.stele.examples.benchmarks.whole;

import dev.stele.examples.benchmarks.calls.PeerKind;
import dev.stele.examples.benchmarks.peers.RawBulk;
import dev.stele.examples.benchmarks.peers.SteleBulk;
import dev.stele.examples.benchmarks.report.Measured;
import dev.stele.examples.benchmarks.sample.BulkPeer;
import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.examples.benchmarks.sample.SampleRows;
import dev.stele.examples.benchmarks.sample.Target;
import dev.stele.models.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Lists of records written by one call of Stele, and by one batch of JDBC; ids and rows come back. */
public final class Lists {
    private static final int RECORDS = 10_000;

    private final SampleRows rows;
    private final Turns turns;
    private final AtomicLong fresh = new AtomicLong(System.nanoTime());

    /** Measures on these rows. */
    public Lists(SampleRows rows, Turns turns) {
        this.rows = rows;
        this.turns = turns;
    }

    /** Lists of so many records, each. */
    public List<Measured> run(List<Integer> sizes) throws Exception {
        Target target = new Target(rows.config(), Target.Wire.PLAIN);
        try (BulkPeer raw = new RawBulk(target);
                BulkPeer stele = new SteleBulk(target)) {
            Map<String, BulkPeer> peers = new LinkedHashMap<>();
            peers.put(PeerKind.RAW.title(), raw);
            peers.put(PeerKind.STELE.title(), stele);
            List<Measured> all = new ArrayList<>();
            for (int size : sizes) {
                all.addAll(measure(peers, "insert", size, peer -> peer.insertAll(inserted(size))
                        .size()));
                all.addAll(measure(peers, "patch", size, peer -> peer.patchAll(patched(size))));
                all.addAll(measure(peers, "upsert", size, peer -> peer.upsertAll(upserted(size))
                        .size()));
            }
            return all;
        }
    }

    private List<Measured> measure(Map<String, BulkPeer> peers, String verb, int size, Call call) throws Exception {
        int calls = Math.max(1, RECORDS / size);
        Map<String, Turns.Work> pieces = new LinkedHashMap<>();
        peers.forEach((name, peer) -> pieces.put(name, () -> {
            for (int i = 0; i < calls; i++) {
                if (call.by(peer) != size) {
                    throw new IllegalStateException(name + " did not " + verb + " all records");
                }
            }
        }));
        return turns.measure("%s %,d records".formatted(verb, size), calls, pieces, rows::tidy);
    }

    private List<Note.Create> inserted(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> note("l" + fresh.incrementAndGet()))
                .toList();
    }

    private Map<Long, Note.Update> patched(int size) {
        Map<Long, Note.Update> updates = new LinkedHashMap<>();
        for (int i = 1; i <= size; i++) {
            updates.put(
                    (long) rows.notes() + i,
                    new Note.Update(Field.of("patched " + fresh.incrementAndGet()), Field.of("body of it")));
        }
        return updates;
    }

    /** Every other one is there already. */
    private List<Note.Create> upserted(int size) {
        return IntStream.rangeClosed(1, size)
                .mapToObj(i -> note(i % 2 == 0 ? "c" + (rows.notes() + i) : "l" + fresh.incrementAndGet()))
                .toList();
    }

    private static Note.Create note(String code) {
        return new Note.Create(code, "a title", 6000, "a text that is not long");
    }

    /** A call that returns how many records it wrote. */
    private interface Call {
        long by(BulkPeer peer) throws Exception;
    }
}
