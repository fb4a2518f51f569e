package dev.stele.examples.benchmarks.peers.hibernate;

import com.zaxxer.hikari.HikariDataSource;
import dev.stele.crud.teams.Teams;
import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.examples.benchmarks.sample.Peer;
import dev.stele.examples.benchmarks.sample.Target;
import dev.stele.models.Member;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.Upload;
import dev.stele.models.UploadStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Hibernate's stateless session in autocommit, where it is fastest; only what takes two statements has a transaction. */
public final class StatelessPeer implements Peer {
    private static final String MEMBERS = "select m.id, m.name, m.role, m.type, m.team.id, m.ownerOf.id, m.backstory,"
            + " m.positionX, m.positionY, m.source.id, m.provider, m.model, m.temperature, m.interrupt, m.baseUrl,"
            + " m.version, m.createdAt, m.updatedAt from Member m where ";
    private static final String TEAM = "select t.id, t.name, t.description, t.workflow, t.owner.id, t.version,"
            + " t.createdAt, t.updatedAt from Team t where t.id = :team";
    private static final String SKILLS = "select m.id, s.id, s.name, s.description, s.managed, s.toolDefinition"
            + " from Member m join m.skills s where m.team.id = :team order by m.id, s.id";
    private static final String UPLOADS = "select m.id, u.id, u.name, u.description, u.status"
            + " from Member m join m.uploads u where m.team.id = :team order by m.id, u.id";

    private final HikariDataSource pool;
    private final SessionFactory sessions;

    /** Connects to the target. */
    public StatelessPeer(Target target) {
        this.pool = target.rewritingPool();
        this.sessions = Queries.factory(pool);
    }

    @Override
    public Note.@Nullable Out find(long id) {
        return with(session -> {
            NoteEntity note = session.get(NoteEntity.class, id);
            return note == null ? null : note.out();
        });
    }

    @Override
    public Member.Out member(long id) {
        return with(session -> session.createSelectionQuery(MEMBERS + "m.id = :id", Member.Out.class)
                .setParameter("id", id)
                .getSingleResult());
    }

    @Override
    public long insert(Note.Create note) {
        return with(session -> {
            NoteEntity entity = new NoteEntity(note);
            session.insert(entity);
            return entity.out().id();
        });
    }

    @Override
    public Note.Out patch(long id, String title, String body) {
        return sessions.fromStatelessTransaction(session -> {
            NoteEntity note = session.get(NoteEntity.class, id);
            note.change(title, body);
            session.update(note);
            return note.out();
        });
    }

    @Override
    public Note.Out upsert(Note.Create note) {
        return sessions.fromStatelessTransaction(session -> Queries.upsert(session, note));
    }

    @Override
    public boolean exists(long id) {
        return with(session -> Queries.exists(session, id));
    }

    @Override
    public void delete(long id) {
        with(session -> {
            Queries.delete(session, id);
            return id;
        });
    }

    @Override
    public List<Note.Out> firstPage(int size) {
        return with(session -> Queries.firstPage(session, size));
    }

    @Override
    public List<Note.Out> pageAfter(Note.Out last, int size) {
        return with(session -> Queries.pageAfter(session, last, size));
    }

    @Override
    public List<Note.Out> getAll(List<Long> ids) {
        return with(session -> session.getMultiple(NoteEntity.class, ids).stream()
                .map(NoteEntity::out)
                .toList());
    }

    @Override
    public Teams.Graph graph(long teamId) {
        return with(session -> {
            Team.Out team = session.createSelectionQuery(TEAM, Team.Out.class)
                    .setParameter("team", teamId)
                    .getSingleResult();
            List<Member.Out> members = session.createSelectionQuery(
                            MEMBERS + "m.team.id = :team order by m.id", Member.Out.class)
                    .setParameter("team", teamId)
                    .getResultList();
            Map<Long, List<Skill.Tool>> skills = byMember(session, SKILLS, teamId, StatelessPeer::skill);
            Map<Long, List<Upload.Ref>> uploads = byMember(session, UPLOADS, teamId, StatelessPeer::upload);
            return new Teams.Graph(
                    team,
                    members.stream()
                            .map(member -> new Teams.Node(
                                    member,
                                    skills.getOrDefault(member.id(), List.of()),
                                    uploads.getOrDefault(member.id(), List.of())))
                            .toList());
        });
    }

    @Override
    public void insertAll(List<Note.Create> notes) {
        List<NoteEntity> entities = notes.stream().map(NoteEntity::new).toList();
        sessions.inStatelessTransaction(session -> {
            session.setJdbcBatchSize(1000);
            session.insertMultiple(entities);
        });
    }

    @Override
    public long streamAll() {
        return sessions.fromStatelessTransaction(session -> {
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

    private <T extends @Nullable Object> T with(Function<StatelessSession, T> work) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            return work.apply(session);
        }
    }

    private static <T> Map<Long, List<T>> byMember(
            StatelessSession session, String hql, long teamId, Function<Object[], T> reading) {
        Map<Long, List<T>> all = new HashMap<>();
        for (Object[] row : session.createSelectionQuery(hql, Object[].class)
                .setParameter("team", teamId)
                .getResultList()) {
            all.computeIfAbsent((Long) row[0], id -> new ArrayList<>()).add(reading.apply(row));
        }
        return all;
    }

    @SuppressWarnings("unchecked") // the attribute is declared so
    private static Skill.Tool skill(Object[] row) {
        return new Skill.Tool(
                (Long) row[1], (String) row[2], (String) row[3], (Boolean) row[4], (Map<String, Object>) row[5]);
    }

    private static Upload.Ref upload(Object[] row) {
        return new Upload.Ref((Long) row[1], (String) row[2], (String) row[3], (UploadStatus) row[4]);
    }
}
