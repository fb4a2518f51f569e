package dev.stele.examples.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import dev.stele.crud.teams.Teams;
import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.examples.benchmarks.sample.Peer;
import dev.stele.examples.benchmarks.sample.Target;
import dev.stele.models.Member;
import dev.stele.models.MemberType;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.Upload;
import dev.stele.models.Workflow;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** JDBI: SQL by hand, parameters by name, rows to records by its constructor mapper; autocommit, as it is. */
public final class JdbiPeer implements Peer {
    private static final String NOTES = "select id, code, title, amount, body from note ";
    private static final String INSERT =
            "insert into note (code, title, amount, body) values (:code, :title, :amount, :body)";
    private static final String RETURNING = " returning id, code, title, amount, body";
    private static final String MEMBERS = "select id, name, role, type, belongs_to as team_id, owner_of as owner_of_id,"
            + " backstory, position_x, position_y, source as source_id, provider, model, temperature, interrupt,"
            + " base_url, version, created_at, updated_at from member ";
    private static final String TEAM = "select id, name, description, workflow, owner_id, version, created_at,"
            + " updated_at from team where id = :team";

    private final HikariDataSource pool;
    private final HikariDataSource rewriting;
    private final Jdbi jdbi;

    /** Connects to the target. */
    public JdbiPeer(Target target) {
        this.pool = target.pool();
        this.rewriting = target.rewritingPool();
        this.jdbi = Jdbi.create(pool)
                .registerRowMapper(ConstructorMapper.factory(Note.Out.class))
                .registerRowMapper(ConstructorMapper.factory(Member.Out.class))
                .registerRowMapper(ConstructorMapper.factory(Team.Out.class))
                .registerColumnMapper(MemberType.class, (row, column, context) -> Rows.type(row.getString(column)))
                .registerColumnMapper(
                        Workflow.class,
                        (row, column, context) ->
                                Workflow.valueOf(row.getString(column).toUpperCase(Locale.ROOT)));
    }

    @Override
    public Note.@Nullable Out find(long id) {
        return jdbi.withHandle(handle -> handle.createQuery(NOTES + "where id = :id")
                .bind("id", id)
                .mapTo(Note.Out.class)
                .findOne()
                .orElse(null));
    }

    @Override
    public Member.Out member(long id) {
        return jdbi.withHandle(handle -> handle.createQuery(MEMBERS + "where id = :id")
                .bind("id", id)
                .mapTo(Member.Out.class)
                .one());
    }

    @Override
    public long insert(Note.Create note) {
        return jdbi.withHandle(handle -> handle.createQuery(INSERT + " returning id")
                .bindMethods(note)
                .mapTo(Long.class)
                .one());
    }

    @Override
    public Note.Out patch(long id, String title, String body) {
        return jdbi.withHandle(
                handle -> handle.createQuery("update note set title = :title, body = :body where id = :id" + RETURNING)
                        .bind("id", id)
                        .bind("title", title)
                        .bind("body", body)
                        .mapTo(Note.Out.class)
                        .one());
    }

    @Override
    public Note.Out upsert(Note.Create note) {
        return jdbi.withHandle(handle -> handle.createQuery(INSERT + " on conflict (code) do update set"
                        + " title = excluded.title, amount = excluded.amount, body = excluded.body" + RETURNING)
                .bindMethods(note)
                .mapTo(Note.Out.class)
                .one());
    }

    @Override
    public boolean exists(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("select exists (select from note where id = :id)")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one());
    }

    @Override
    public void delete(long id) {
        int deleted = jdbi.withHandle(handle -> handle.createUpdate("delete from note where id = :id")
                .bind("id", id)
                .execute());
        if (deleted == 0) {
            throw new IllegalStateException("no note " + id);
        }
    }

    @Override
    public List<Note.Out> firstPage(int size) {
        return jdbi.withHandle(handle -> page(
                handle.createQuery(NOTES + "order by amount, id limit :limit")
                        .bind("limit", size + 1)
                        .mapTo(Note.Out.class)
                        .list(),
                size));
    }

    @Override
    public List<Note.Out> pageAfter(Note.Out last, int size) {
        return jdbi.withHandle(handle -> page(
                handle.createQuery(NOTES + "where (amount, id) > (:amount, :id) order by amount, id limit :limit")
                        .bind("amount", last.amount())
                        .bind("id", last.id())
                        .bind("limit", size + 1)
                        .mapTo(Note.Out.class)
                        .list(),
                size));
    }

    @Override
    public List<Note.Out> getAll(List<Long> ids) {
        Map<Long, Note.Out> found = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery(NOTES + "where id = any(:ids)")
                .bind("ids", ids.toArray(Long[]::new))
                .mapTo(Note.Out.class)
                .forEach(note -> found.put(note.id(), note)));
        return ids.stream().map(found::get).toList();
    }

    @Override
    public Teams.Graph graph(long teamId) {
        return jdbi.withHandle(handle -> {
            Team.Out team = handle.createQuery(TEAM)
                    .bind("team", teamId)
                    .mapTo(Team.Out.class)
                    .one();
            List<Member.Out> members = handle.createQuery(MEMBERS + "where belongs_to = :team order by id")
                    .bind("team", teamId)
                    .mapTo(Member.Out.class)
                    .list();
            Long[] ids = members.stream().map(Member.Out::id).toArray(Long[]::new);
            Map<Long, List<Skill.Tool>> skills =
                    byMember(handle, RawGraph.SKILLS, ids, (row, context) -> Rows.skill(row));
            Map<Long, List<Upload.Ref>> uploads =
                    byMember(handle, RawGraph.UPLOADS, ids, (row, context) -> Rows.upload(row));
            return RawGraph.assemble(team, members, skills, uploads);
        });
    }

    @Override
    public void insertAll(List<Note.Create> notes) {
        Jdbi.create(rewriting).useTransaction(handle -> {
            for (int i = 0; i < notes.size(); i += 1000) {
                PreparedBatch batch = handle.prepareBatch(INSERT);
                notes.subList(i, Math.min(i + 1000, notes.size()))
                        .forEach(note -> batch.bindMethods(note).add());
                batch.execute();
            }
        });
    }

    @Override
    public long streamAll() {
        return jdbi.inTransaction(handle -> {
            try (Stream<Note.Out> notes = handle.createQuery(NOTES).setFetchSize(500).mapTo(Note.Out.class).stream()) {
                return notes.mapToLong(Note.Out::amount).sum();
            }
        });
    }

    @Override
    public void close() {
        pool.close();
        rewriting.close();
    }

    private static List<Note.Out> page(List<Note.Out> found, int size) {
        return found.subList(0, Math.min(size, found.size()));
    }

    private static <T> Map<Long, List<T>> byMember(Handle handle, String sql, Long[] members, RowMapper<T> mapper) {
        Map<Long, List<T>> all = new HashMap<>();
        handle.createQuery(sql)
                .bind(0, members)
                .map((row, context) -> new SimpleEntry<>(row.getLong(1), mapper.map(row, context)))
                .forEach(each -> all.computeIfAbsent(each.getKey(), id -> new ArrayList<>())
                        .add(each.getValue()));
        return all;
    }
}
