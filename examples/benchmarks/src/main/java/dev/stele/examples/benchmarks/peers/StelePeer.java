package dev.stele.examples.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import dev.stele.core.Database;
import dev.stele.crud.Dao;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Key;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import dev.stele.crud.teams.Actor;
import dev.stele.crud.teams.Teams;
import dev.stele.examples.benchmarks.sample.Entities;
import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.examples.benchmarks.sample.Note_;
import dev.stele.examples.benchmarks.sample.Peer;
import dev.stele.examples.benchmarks.sample.Target;
import dev.stele.models.Field;
import dev.stele.models.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stele's DAOs. */
public final class StelePeer implements Peer {
    private final @Nullable HikariDataSource lent;
    private final Database database;
    private final Dao<Note, Long> notes;
    private final Dao<Member, Long> members;
    private final Teams teams;
    private final Actor owner;
    private final Sort<Note> order;
    private final Key<Note> code;
    private final Where<Note> everything = Where.everything(Note.class);
    private final Map<Note.Out, PageRequest> places = new ConcurrentHashMap<>();

    /** Opens the target as an application does; only what is counted goes over connections that are lent. */
    public StelePeer(Target target) {
        this(target, List.of());
    }

    /** The same, with more entities beside those of the sample. */
    public StelePeer(Target target, List<Class<?>> more) {
        List<Class<?>> entities = new ArrayList<>(Entities.with(Note.class));
        entities.addAll(more);
        this.lent = target.wire() == Target.Wire.COUNTED ? target.pool() : null;
        this.database = lent == null ? Database.open(target.config(), entities) : Database.open(lent, entities);
        this.notes = new Dao<>(database, Note.class);
        this.members = new Dao<>(database, Member.class);
        this.teams = new Teams(database);
        this.owner = Actor.user(1);
        this.order = Sort.asc(Note_.amount);
        this.code = Key.on(Note_.code);
    }

    @Override
    public Note.@Nullable Out find(long id) {
        return notes.find(id, Note.Out.class).orElse(null);
    }

    @Override
    public Member.Out member(long id) {
        return members.get(id, Member.Out.class);
    }

    @Override
    public long insert(Note.Create note) {
        return notes.insert(note);
    }

    @Override
    public Note.Out patch(long id, String title, String body) {
        return notes.patch(id, new Note.Update(Field.of(title), Field.of(body)), Note.Out.class);
    }

    @Override
    public Note.Out upsert(Note.Create note) {
        return notes.upsert(note, code, Note.Out.class).view();
    }

    @Override
    public boolean exists(long id) {
        return notes.exists(id);
    }

    @Override
    public void delete(long id) {
        notes.delete(id);
    }

    @Override
    public List<Note.Out> firstPage(int size) {
        return notes.page(Note.Out.class, everything, order, PageRequest.first(size))
                .items();
    }

    @Override
    public List<Note.Out> pageAfter(Note.Out last, int size) {
        PageRequest request = places.get(last);
        if (request == null) {
            request = walkTo(last, size);
            places.put(last, request);
        }
        return notes.page(Note.Out.class, everything, order, request).items();
    }

    /** Only a page gives a cursor, so the place is walked to once. */
    private PageRequest walkTo(Note.Out last, int size) {
        PageRequest request = PageRequest.first(size);
        while (true) {
            Page<Note.Out> page = notes.page(Note.Out.class, everything, order, request);
            request = PageRequest.after(page.next(), size);
            if (page.items().get(page.items().size() - 1).equals(last)) {
                return request;
            }
        }
    }

    @Override
    public List<Note.Out> getAll(List<Long> ids) {
        return notes.getAll(ids, Note.Out.class);
    }

    @Override
    public Teams.Graph graph(long teamId) {
        return teams.graph(owner, teamId);
    }

    @Override
    public void insertAll(List<Note.Create> all) {
        database.tx().run(() -> {
            for (int i = 0; i < all.size(); i += 1000) {
                notes.insertAll(all.subList(i, Math.min(i + 1000, all.size())));
            }
        });
    }

    /** Inserts all of these notes by COPY. */
    public void copyIn(List<Note.Create> all) {
        notes.copyIn(Note.Create.class, all);
    }

    @Override
    public long streamAll() {
        return database.tx()
                .readOnly()
                .call(() -> notes.stream(Note.Out.class, everything, rows -> rows.mapToLong(Note.Out::amount)
                        .sum()));
    }

    @Override
    public void close() {
        database.close();
        if (lent != null) {
            lent.close();
        }
    }
}
