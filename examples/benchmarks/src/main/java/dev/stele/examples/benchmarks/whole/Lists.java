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

/**
 * Lists of records written by one call of Stele, and by one batch of JDBC.
 *
 * <p>The base is a batch that the driver rewrites; it does so only where no ids or rows come back, as they do with Stele
 * and with the other batch.
 */
public final class Lists {
    private static final int RECORDS = 10_000;
    private static final String BASE = PeerKind.RAW.title();
    private static final String STELE = PeerKind.STELE.title();
    private static final String WITH_ROWS = "JDBC, ids and rows back";

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
        try (RawBulk raw = new RawBulk(target);
                BulkPeer stele = new SteleBulk(target)) {
            List<Measured> all = new ArrayList<>();
            for (int size : sizes) {
                all.addAll(measure(
                        "insert",
                        size,
                        Map.of(
                                BASE, () -> raw.insertRewritten(inserted(size)),
                                WITH_ROWS, () -> raw.insertAll(inserted(size)).size(),
                                STELE, () -> stele.insertAll(inserted(size)).size())));
                all.addAll(measure(
                        "patch",
                        size,
                        Map.of(
                                BASE, () -> raw.patchAll(patched(size)),
                                STELE, () -> stele.patchAll(patched(size)))));
                all.addAll(measure(
                        "upsert",
                        size,
                        Map.of(
                                BASE, () -> raw.upsertRewritten(upserted(size)),
                                WITH_ROWS, () -> raw.upsertAll(upserted(size)).size(),
                                STELE, () -> stele.upsertAll(upserted(size)).size())));
            }
            return all;
        }
    }

    private List<Measured> measure(String verb, int size, Map<String, Call> calls) throws Exception {
        int times = Math.max(1, RECORDS / size);
        Map<String, Turns.Work> pieces = new LinkedHashMap<>();
        for (String name : List.of(BASE, WITH_ROWS, STELE)) {
            Call call = calls.get(name);
            if (call != null) {
                pieces.put(name, () -> repeat(times, size, call));
            }
        }
        return turns.measure("%s %,d records".formatted(verb, size), times, pieces, rows::tidy);
    }

    private static void repeat(int times, int size, Call call) throws Exception {
        for (int i = 0; i < times; i++) {
            long written = call.run();
            if (written != size) {
                throw new IllegalStateException(written + " of " + size + " records were written");
            }
        }
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
        long run() throws Exception;
    }
}
