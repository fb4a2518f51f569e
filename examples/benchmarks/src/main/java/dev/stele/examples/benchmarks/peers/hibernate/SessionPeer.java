package dev.stele.examples.benchmarks.peers.hibernate;

import com.zaxxer.hikari.HikariDataSource;
import dev.stele.crud.teams.Teams;
import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.examples.benchmarks.sample.Peer;
import dev.stele.examples.benchmarks.sample.Target;
import dev.stele.models.Member;
import dev.stele.models.Team;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/** Hibernate's session in a transaction, as its guide has every unit of work: entities loaded, changed and flushed. */
public final class SessionPeer implements Peer {
    private final HikariDataSource pool;
    private final SessionFactory sessions;

    /** Connects to the target. */
    public SessionPeer(Target target) {
        this.pool = target.rewritingPool();
        this.sessions = Queries.factory(pool);
    }

    @Override
    public Note.@Nullable Out find(long id) {
        return sessions.fromTransaction(session -> {
            NoteEntity note = session.find(NoteEntity.class, id);
            return note == null ? null : note.out();
        });
    }

    @Override
    public Member.Out member(long id) {
        return sessions.fromTransaction(session -> Views.of(session.find(Member.class, id)));
    }

    @Override
    public long insert(Note.Create note) {
        return sessions.fromTransaction(session -> {
            NoteEntity entity = new NoteEntity(note);
            session.persist(entity);
            return entity.out().id();
        });
    }

    @Override
    public Note.Out patch(long id, String title, String body) {
        return sessions.fromTransaction(session -> {
            NoteEntity note = session.find(NoteEntity.class, id);
            note.change(title, body);
            return note.out();
        });
    }

    @Override
    public Note.Out upsert(Note.Create note) {
        return sessions.fromTransaction(session -> Queries.upsert(session, note));
    }

    @Override
    public boolean exists(long id) {
        return sessions.fromTransaction(session -> Queries.exists(session, id));
    }

    @Override
    public void delete(long id) {
        sessions.inTransaction(session -> Queries.delete(session, id));
    }

    @Override
    public List<Note.Out> firstPage(int size) {
        return sessions.fromTransaction(session -> Queries.firstPage(session, size));
    }

    @Override
    public List<Note.Out> pageAfter(Note.Out last, int size) {
        return sessions.fromTransaction(session -> Queries.pageAfter(session, last, size));
    }

    @Override
    public List<Note.Out> getAll(List<Long> ids) {
        return sessions.fromTransaction(session -> session.findMultiple(NoteEntity.class, ids).stream()
                .map(NoteEntity::out)
                .toList());
    }

    @Override
    public Teams.Graph graph(long teamId) {
        return sessions.fromTransaction(session -> {
            Team team = session.find(Team.class, teamId);
            List<Member> members = session.createSelectionQuery(
                            "from Member m left join fetch m.skills where m.team.id = :team order by m.id",
                            Member.class)
                    .setParameter("team", teamId)
                    .getResultList();
            session.createSelectionQuery(
                            "from Member m left join fetch m.uploads where m.team.id = :team", Member.class)
                    .setParameter("team", teamId)
                    .getResultList();
            return Views.graph(team, members);
        });
    }

    @Override
    public void insertAll(List<Note.Create> notes) {
        sessions.inTransaction(session -> {
            for (int i = 0; i < notes.size(); i++) {
                session.persist(new NoteEntity(notes.get(i)));
                if (i % 50 == 49) {
                    session.flush();
                    session.clear();
                }
            }
        });
    }

    @Override
    public long streamAll() {
        return sessions.fromTransaction(session -> {
            try (Stream<Note.Out> notes = session.createSelectionQuery(
                            "select id, code, title, amount, body from NoteEntity", Note.Out.class)
                    .setFetchSize(500)
                    .getResultStream()) {
                return notes.mapToLong(Note.Out::amount).sum();
            }
        });
    }

    @Override
    public void close() {
        sessions.close();
        pool.close();
    }
}
