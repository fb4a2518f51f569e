package dev.stele.examples.benchmarks.whole;

import dev.stele.examples.benchmarks.calls.Bench;
import dev.stele.examples.benchmarks.calls.PeerKind;
import dev.stele.examples.benchmarks.peers.StelePeer;
import dev.stele.examples.benchmarks.report.Measured;
import dev.stele.examples.benchmarks.sample.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Many rows in, by each peer's fastest way and by {@code psql}; and all rows out in constant memory. */
public final class ManyRows {
    private final Bench bench;
    private final Collection<PeerKind> peers;
    private final Turns turns;

    /** Measures these peers. */
    public ManyRows(Bench bench, Collection<PeerKind> peers, Turns turns) {
        this.bench = bench;
        this.peers = peers;
        this.turns = turns;
    }

    /** Inserts so many rows. */
    public List<Measured> in(int count) throws Exception {
        List<Note.Create> notes = IntStream.range(0, count)
                .mapToObj(n -> new Note.Create("bulk" + n, "title of " + n, 7000, "a text that is not long, " + n))
                .toList();
        Path file = Files.createTempFile("notes", ".csv");
        try {
            Map<String, Turns.Work> pieces = new LinkedHashMap<>();
            for (PeerKind peer : peers) {
                pieces.put(peer.title(), () -> bench.peer(peer).insertAll(notes));
            }
            if (bench.peer(PeerKind.STELE) instanceof StelePeer stele) {
                pieces.put("Stele copyIn", () -> stele.copyIn(notes));
            }
            if (Psql.isInstalled()) {
                write(notes, file);
                Psql psql = new Psql(bench.rows().config());
                pieces.put(
                        "psql \\copy", () -> psql.run("\\copy note (code, title, amount, body) from " + file + " csv"));
            }
            return turns.measure("insert %,d rows".formatted(count), 1, pieces, bench.rows()::tidy);
        } finally {
            Files.delete(file);
        }
    }

    /** Reads all rows. */
    public List<Measured> out() throws Exception {
        Map<String, Turns.Work> pieces = new LinkedHashMap<>();
        for (PeerKind peer : peers) {
            pieces.put(peer.title(), () -> bench.peer(peer).streamAll());
        }
        return turns.measure("stream %,d rows".formatted(bench.rows().notes()), 1, pieces, () -> {});
    }

    private static void write(List<Note.Create> notes, Path file) throws IOException {
        Files.write(
                file,
                notes.stream()
                        .map(note ->
                                note.code() + "," + note.title() + "," + note.amount() + ",\"" + note.body() + "\"")
                        .toList());
    }
}
