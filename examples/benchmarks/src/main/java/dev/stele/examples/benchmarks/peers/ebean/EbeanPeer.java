package dev.stele.examples.benchmarks.peers.ebean;

import com.zaxxer.hikari.HikariDataSource;
import dev.stele.crud.teams.Teams;
import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.examples.benchmarks.sample.Peer;
import dev.stele.examples.benchmarks.sample.Target;
import dev.stele.models.Member;
import io.ebean.Database;
import io.ebean.FetchConfig;
import io.ebean.InsertOptions;
import io.ebean.Transaction;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Ebean: beans found, changed and saved; its own transaction around each call. */
public final class EbeanPeer implements Peer {
    private static final InsertOptions UPSERT = InsertOptions.builder()
            .onConflictUpdate()
            .uniqueColumns("code")
            .updateSet("title=excluded.title, amount=excluded.amount, body=excluded.body")
            .build();

    private final HikariDataSource pool;
    private final Database database;

    /** Connects to the target. */
    public EbeanPeer(Target target) {
        this.pool = target.manualPool();
        this.database = Database.builder()
                .name("benchmarks")
                .register(false)
                .defaultDatabase(false)
                .dataSource(pool)
                .disableClasspathSearch(true)
                .addClass(NoteBean.class)
                .addClass(TeamBean.class)
                .addClass(MemberBean.class)
                .addClass(SkillBean.class)
                .addClass(UploadBean.class)
                .build();
    }

    @Override
    public Note.@Nullable Out find(long id) {
        NoteBean note = database.find(NoteBean.class, id);
        return note == null ? null : note.out();
    }

    @Override
    public Member.Out member(long id) {
        return Objects.requireNonNull(database.find(MemberBean.class, id)).out();
    }

    @Override
    public long insert(Note.Create note) {
        NoteBean bean = new NoteBean(note);
        database.insert(bean);
        return bean.id();
    }

    @Override
    public Note.Out patch(long id, String title, String body) {
        try (Transaction transaction = database.beginTransaction()) {
            NoteBean note = Objects.requireNonNull(database.find(NoteBean.class, id));
            note.change(title, body);
            database.update(note);
            transaction.commit();
            return note.out();
        }
    }

    @Override
    public Note.Out upsert(Note.Create note) {
        NoteBean bean = new NoteBean(note);
        database.insert(bean, UPSERT);
        return bean.out();
    }

    @Override
    public boolean exists(long id) {
        return database.find(NoteBean.class).where().idEq(id).exists();
    }

    @Override
    public void delete(long id) {
        if (database.delete(NoteBean.class, id) == 0) {
            throw new IllegalStateException("no note " + id);
        }
    }

    @Override
    public List<Note.Out> firstPage(int size) {
        return page(
                database.find(NoteBean.class)
                        .orderBy("amount, id")
                        .setMaxRows(size + 1)
                        .findList(),
                size);
    }

    @Override
    public List<Note.Out> pageAfter(Note.Out last, int size) {
        return page(
                database.find(NoteBean.class)
                        .where()
                        .raw("(amount, id) > (?, ?)", last.amount(), last.id())
                        .orderBy("amount, id")
                        .setMaxRows(size + 1)
                        .findList(),
                size);
    }

    @Override
    public List<Note.Out> getAll(List<Long> ids) {
        var found = database.find(NoteBean.class).where().idIn(ids).<Long>findMap();
        return ids.stream()
                .map(id -> Objects.requireNonNull(found.get(id)).out())
                .toList();
    }

    @Override
    public Teams.Graph graph(long teamId) {
        TeamBean team = Objects.requireNonNull(database.find(TeamBean.class, teamId));
        List<MemberBean> members = database.find(MemberBean.class)
                .fetch("skills", FetchConfig.ofQuery())
                .fetch("uploads", FetchConfig.ofQuery())
                .where()
                .eq("teamId", teamId)
                .orderBy("id")
                .findList();
        return new Teams.Graph(
                team.out(), members.stream().map(MemberBean::node).toList());
    }

    @Override
    public void insertAll(List<Note.Create> notes) {
        try (Transaction transaction = database.beginTransaction()) {
            transaction.setBatchMode(true);
            transaction.setBatchSize(1000);
            transaction.setGetGeneratedKeys(false);
            database.insertAll(notes.stream().map(NoteBean::new).toList());
            transaction.commit();
        }
    }

    @Override
    public long streamAll() {
        AtomicLong sum = new AtomicLong();
        database.find(NoteBean.class)
                .setBufferFetchSizeHint(500)
                .findEach(note -> sum.addAndGet(note.out().amount()));
        return sum.get();
    }

    @Override
    public void close() {
        database.shutdown(false, false);
        pool.close();
    }

    private static List<Note.Out> page(List<NoteBean> found, int size) {
        return found.stream().limit(size).map(NoteBean::out).toList();
    }
}
