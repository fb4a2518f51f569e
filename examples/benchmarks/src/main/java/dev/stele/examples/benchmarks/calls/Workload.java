package dev.stele.examples.benchmarks.calls;

import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.examples.benchmarks.sample.Peer;
import dev.stele.examples.benchmarks.sample.SampleRows;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One call that is measured. */
public enum Workload {
    /** A row of five columns. */
    FIND("find by id"),
    /** A row of eighteen columns. */
    MEMBER("find by id, wide row"),
    /** A row, its id back. */
    INSERT("insert"),
    /** Two columns, the row back. */
    PATCH("patch two columns"),
    /** A row that is there already, the row back. */
    UPSERT("upsert"),
    /** By id. */
    EXISTS("exists"),
    /** By id. */
    DELETE("delete"),
    /** A hundred rows from the start of an index. */
    FIRST_PAGE("first page of 100"),
    /** A hundred rows from where nine tenths of the rows are past. */
    DEEP_PAGE("page of 100 at 90 %"),
    /** A hundred rows by their ids. */
    GET_ALL("get 100 ids"),
    /** Twenty members with five skills and three uploads each. */
    GRAPH("team graph");

    /** How many rows a page has. */
    static final int PAGE = 100;

    private static final AtomicLong FRESH = new AtomicLong(System.nanoTime());

    private final String title;

    Workload(String title) {
        this.title = title;
    }

    /** What it is called in tables. */
    public String title() {
        return title;
    }

    /** A call that may fail. */
    @FunctionalInterface
    public interface Call {
        /** Makes the call and returns its answer. */
        @Nullable
        Object run() throws SQLException;
    }

    /** The call by this peer; all peers choose their rows alike. */
    Call by(Peer peer, SampleRows rows) throws SQLException {
        return switch (this) {
            case FIND -> () -> peer.find(read(rows));
            case MEMBER -> () -> peer.member(1 + random(SampleRows.TEAMS * SampleRows.MEMBERS));
            case INSERT -> () -> peer.insert(note("f" + FRESH.incrementAndGet()));
            // What does not change would not be written by those who compare.
            case PATCH -> () -> peer.patch(changed(rows), "patched " + FRESH.incrementAndGet(), "body of it");
            case UPSERT -> () -> peer.upsert(note("c" + changed(rows)));
            case EXISTS -> () -> peer.exists(read(rows));
            case DELETE -> deleting(peer);
            case FIRST_PAGE -> () -> peer.firstPage(PAGE);
            case DEEP_PAGE -> deep(peer, rows);
            case GET_ALL -> () -> peer.getAll(hundred(rows));
            case GRAPH -> () -> peer.graph(1 + random(SampleRows.TEAMS));
        };
    }

    /** The answer of this peer where all peers have to answer alike; what it changes it changes back. */
    @Nullable
    Object answer(Peer peer, SampleRows rows) throws SQLException {
        long id = rows.notes() + 7L;
        return switch (this) {
            case FIND -> peer.find(42);
            case MEMBER -> peer.member(42);
            case INSERT -> forgotten(rows, peer.find(peer.insert(note("answered"))));
            case PATCH -> List.of(peer.patch(id, "patched", "body"), peer.patch(id, "title", "of old"));
            case UPSERT ->
                List.of(peer.upsert(note("c" + id)), peer.upsert(new Note.Create("c" + id, "t", 5000, null)));
            case EXISTS -> List.of(peer.exists(42), peer.exists(-1));
            case DELETE -> {
                rows.doom(1);
                peer.delete(SampleRows.DOOMED);
                yield peer.exists(SampleRows.DOOMED);
            }
            case FIRST_PAGE -> peer.firstPage(PAGE);
            case DEEP_PAGE -> deep(peer, rows).run();
            case GET_ALL -> peer.getAll(List.of(3L, 1L, 2L));
            case GRAPH -> peer.graph(3);
        };
    }

    /** Deletes a new note, and leaves out its number, which no two peers get alike. */
    private static Note.@Nullable Out forgotten(SampleRows rows, Note.@Nullable Out note) throws SQLException {
        if (note == null) {
            return null;
        }
        rows.execute("delete from note where id = " + note.id());
        return new Note.Out(0, note.code(), note.title(), note.amount(), note.body());
    }

    private static Call deleting(Peer peer) {
        AtomicLong next = new AtomicLong(SampleRows.DOOMED);
        return () -> {
            peer.delete(next.getAndIncrement());
            return null;
        };
    }

    private static Call deep(Peer peer, SampleRows rows) throws SQLException {
        Note.Out last = peer.find(rows.notes() / 10 * 9L);
        if (last == null) {
            throw new IllegalStateException("the note at nine tenths is not there");
        }
        peer.pageAfter(last, PAGE);
        return () -> peer.pageAfter(last, PAGE);
    }

    private static List<Long> hundred(SampleRows rows) {
        return ThreadLocalRandom.current()
                .longs(1, rows.notes())
                .distinct()
                .limit(PAGE)
                .boxed()
                .toList();
    }

    private static Note.Create note(String code) {
        return new Note.Create(code, "a title", 6000, "a text that is not long");
    }

    private static long read(SampleRows rows) {
        return 1 + random(rows.notes());
    }

    private static long changed(SampleRows rows) {
        return rows.notes() + 1 + random(SampleRows.CHANGED);
    }

    private static long random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }
}
