package dev.stele.examples.benchmarks.peers;

import static dev.stele.examples.benchmarks.peers.JooqTables.AMOUNT;
import static dev.stele.examples.benchmarks.peers.JooqTables.BODY;
import static dev.stele.examples.benchmarks.peers.JooqTables.CODE;
import static dev.stele.examples.benchmarks.peers.JooqTables.MEMBER;
import static dev.stele.examples.benchmarks.peers.JooqTables.MEMBER_COLUMNS;
import static dev.stele.examples.benchmarks.peers.JooqTables.MEMBER_ID;
import static dev.stele.examples.benchmarks.peers.JooqTables.NOTE;
import static dev.stele.examples.benchmarks.peers.JooqTables.NOTE_ID;
import static dev.stele.examples.benchmarks.peers.JooqTables.TITLE;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import com.zaxxer.hikari.HikariDataSource;
import dev.stele.crud.teams.Teams;
import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.examples.benchmarks.sample.Peer;
import dev.stele.examples.benchmarks.sample.Target;
import dev.stele.models.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.InsertValuesStep4;
import org.jooq.Record;
import org.jooq.Record5;
import org.jooq.SQLDialect;
import org.jooq.SelectJoinStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** jOOQ: the DSL over typed columns, records by its own mapping; autocommit, as it is. */
public final class JooqPeer implements Peer {
    private final HikariDataSource pool;
    private final HikariDataSource rewriting;
    private final DSLContext dsl;
    private final JooqGraph graph;

    /** Connects to the target. */
    public JooqPeer(Target target) {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        this.pool = target.pool();
        this.rewriting = target.rewritingPool();
        this.dsl = DSL.using(pool, SQLDialect.POSTGRES);
        this.graph = new JooqGraph(dsl);
    }

    @Override
    public Note.@Nullable Out find(long id) {
        return notes().where(NOTE_ID.eq(id)).fetchOne(mapping(Note.Out::new));
    }

    @Override
    public Member.Out member(long id) {
        return dsl.select(MEMBER_COLUMNS).from(MEMBER).where(MEMBER_ID.eq(id)).fetchSingle(JooqGraph::member);
    }

    @Override
    public long insert(Note.Create note) {
        return into(dsl, note).returningResult(NOTE_ID).fetchSingle().value1();
    }

    @Override
    public Note.Out patch(long id, String title, String body) {
        return dsl.update(NOTE)
                .set(TITLE, title)
                .set(BODY, body)
                .where(NOTE_ID.eq(id))
                .returningResult(NOTE_ID, CODE, TITLE, AMOUNT, BODY)
                .fetchSingle(mapping(Note.Out::new));
    }

    @Override
    public Note.Out upsert(Note.Create note) {
        return into(dsl, note)
                .onConflict(CODE)
                .doUpdate()
                .set(TITLE, excluded(TITLE))
                .set(AMOUNT, excluded(AMOUNT))
                .set(BODY, excluded(BODY))
                .returningResult(NOTE_ID, CODE, TITLE, AMOUNT, BODY)
                .fetchSingle(mapping(Note.Out::new));
    }

    @Override
    public boolean exists(long id) {
        return dsl.fetchExists(selectOne().from(NOTE).where(NOTE_ID.eq(id)));
    }

    @Override
    public void delete(long id) {
        if (dsl.deleteFrom(NOTE).where(NOTE_ID.eq(id)).execute() == 0) {
            throw new IllegalStateException("no note " + id);
        }
    }

    @Override
    public List<Note.Out> firstPage(int size) {
        return page(notes().orderBy(AMOUNT, NOTE_ID).limit(size + 1).fetch(mapping(Note.Out::new)), size);
    }

    @Override
    public List<Note.Out> pageAfter(Note.Out last, int size) {
        return page(
                notes().orderBy(AMOUNT, NOTE_ID)
                        .seek(last.amount(), last.id())
                        .limit(size + 1)
                        .fetch(mapping(Note.Out::new)),
                size);
    }

    @Override
    public List<Note.Out> getAll(List<Long> ids) {
        Map<Long, Note.Out> found = new HashMap<>();
        notes().where(NOTE_ID.eq(DSL.any(val(ids.toArray(Long[]::new)))))
                .fetch(mapping(Note.Out::new))
                .forEach(note -> found.put(note.id(), note));
        return ids.stream().map(found::get).toList();
    }

    @Override
    public Teams.Graph graph(long teamId) {
        return graph.read(teamId);
    }

    @Override
    public void insertAll(List<Note.Create> notes) {
        DSL.using(rewriting, SQLDialect.POSTGRES).transaction(transaction -> {
            for (int i = 0; i < notes.size(); i += 1000) {
                var batch = transaction
                        .dsl()
                        .batch(transaction
                                .dsl()
                                .insertInto(NOTE, CODE, TITLE, AMOUNT, BODY)
                                .values((String) null, null, null, null));
                for (Note.Create note : notes.subList(i, Math.min(i + 1000, notes.size()))) {
                    batch = batch.bind(note.code(), note.title(), note.amount(), note.body());
                }
                batch.execute();
            }
        });
    }

    @Override
    public long streamAll() {
        return dsl.transactionResult(transaction -> {
            try (Stream<Record5<Long, String, String, Integer, String>> rows = transaction
                    .dsl()
                    .select(NOTE_ID, CODE, TITLE, AMOUNT, BODY)
                    .from(NOTE)
                    .fetchSize(500)
                    .fetchStream()) {
                return rows.map(mapping(Note.Out::new))
                        .mapToLong(Note.Out::amount)
                        .sum();
            }
        });
    }

    @Override
    public void close() {
        pool.close();
        rewriting.close();
    }

    private SelectJoinStep<Record5<Long, String, String, Integer, String>> notes() {
        return dsl.select(NOTE_ID, CODE, TITLE, AMOUNT, BODY).from(NOTE);
    }

    private static InsertValuesStep4<Record, String, String, Integer, String> into(DSLContext dsl, Note.Create note) {
        return dsl.insertInto(NOTE, CODE, TITLE, AMOUNT, BODY)
                .values(note.code(), note.title(), note.amount(), note.body());
    }

    private static List<Note.Out> page(List<Note.Out> found, int size) {
        return found.subList(0, Math.min(size, found.size()));
    }
}
