package dev.stele.crud.teams;

import static dev.stele.crud.query.Sort.desc;
import static dev.stele.crud.query.Where.eq;

import dev.stele.core.Database;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Duplicate;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.core.error.Stale;
import dev.stele.crud.Dao;
import dev.stele.crud.Upserted;
import dev.stele.crud.page.OffsetPage;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.models.ChatThread;
import dev.stele.models.ChatThread_;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The conversations with a team.
 *
 * <p>Every call names the team, and a thread of another team does not exist for it; nor does a team that the actor does
 * not see. An API key reads, opens and changes the threads of its team but deletes none. The times are the database's.
 * Each call is one statement but where it says otherwise. Safe for use by many threads.
 */
public final class Threads {
    // The id decides between equal stamps, so that no page repeats or loses one.
    private static final Sort<ChatThread> NEWEST_FIRST = desc(ChatThread_.updatedAt);
    private static final String SEEN = "with seen as (select t.id from team t where t.id = ? and ";
    private static final String OR_BUMP = """
            )
            insert into thread as h (id, query, team_id) select ?, ?, seen.id from seen
            on conflict (id) do update set updated_at = now(), version = h.version + 1
                where h.team_id = excluded.team_id
            returning h.id, h.query, h.team_id, h.version, h.created_at, h.updated_at""";
    private static final String DELETE_IDLE = """
             and t.updated_at < now() - make_interval(secs => ?)
               and not exists (select from checkpoints c
                               where c.thread_id = t.id and c.created_at >= now() - make_interval(secs => ?))
             order by t.id limit ? for update of t skip locked
            ), gone as (delete from thread h using idle where h.id = idle.id)
            select id from idle order by id""";

    private final Database database;
    private final Dao<ChatThread, UUID> threads;

    /** The threads of this database. */
    public Threads(Database database) {
        this.database = database;
        this.threads = new Dao<>(database, ChatThread.class);
    }

    /**
     * A page of a team's threads, the last changed first; a second statement only where it is empty.
     *
     * @throws NotFound if there is no such team that the actor sees
     */
    public Page<ChatThread.Out> ofTeam(Actor actor, long teamId, PageRequest page) {
        Where<ChatThread> ofTeam = ThreadGuard.ofTeam(actor, teamId);
        Page<ChatThread.Out> found = threads.page(ChatThread.Out.class, ofTeam, NEWEST_FIRST, page);
        if (found.items().isEmpty()) {
            Guard.requireTeam(database, actor, teamId);
        }
        return found;
    }

    /**
     * The same by number of rows to skip, with how many of them there are.
     *
     * @throws NotFound if there is no such team that the actor sees
     */
    public OffsetPage<ChatThread.Out> ofTeam(Actor actor, long teamId, OffsetRequest page) {
        Where<ChatThread> ofTeam = ThreadGuard.ofTeam(actor, teamId);
        OffsetPage<ChatThread.Out> found = threads.offsetPage(ChatThread.Out.class, ofTeam, NEWEST_FIRST, page);
        if (found.items().isEmpty()) {
            Guard.requireTeam(database, actor, teamId);
        }
        return found;
    }

    /** The thread; empty if the team has none such, or the actor does not see the team. */
    public Optional<ChatThread.Out> find(Actor actor, long teamId, UUID id) {
        return threads.one(ChatThread.Out.class, one(actor, teamId, id));
    }

    /**
     * The thread.
     *
     * @throws NotFound if the team has none such, or the actor does not see the team
     */
    public ChatThread.Out get(Actor actor, long teamId, UUID id) {
        return find(actor, teamId, id).orElseThrow(() -> missing(id));
    }

    /**
     * Inserts a thread.
     *
     * @throws Duplicate if there is a thread with this id
     * @throws dev.stele.core.error.Invalid if the id or the question is missing
     * @throws NotFound if the actor does not see the team; nothing is written
     */
    public ChatThread.Out insert(Actor actor, ChatThread.Create thread) {
        check(thread);
        return BoundSql.of(SEEN, thread.teamId())
                .add(Guard.teamSql(actor))
                .add(
                        ") insert into thread as h (id, query, team_id) select ?, ?, seen.id from seen",
                        thread.id(),
                        thread.query())
                .add(" returning h.id, h.query, h.team_id, h.version, h.created_at, h.updated_at")
                .first(database, Threads::out)
                .orElseThrow(() -> new NotFound("Team", thread.teamId()));
    }

    /**
     * Inserts the thread or, where the team has it, notes the time of the change; its question stays the first one.
     *
     * <p>Any number of callers may do so at once with one id: one inserts, the others note the time.
     *
     * @throws NotFound if the actor does not see the team, or the id is that of another team's thread
     * @throws dev.stele.core.error.Invalid if the id or the question is missing
     */
    public Upserted<ChatThread.Out> open(Actor actor, ChatThread.Create thread) {
        check(thread);
        return BoundSql.of(SEEN, thread.teamId())
                .add(Guard.teamSql(actor))
                .add(OR_BUMP, thread.id(), thread.query())
                .first(database, Threads::out)
                .map(out -> new Upserted<>(out, out.version() == 0))
                .orElseThrow(() -> notOpened(actor, thread));
    }

    /**
     * Changes a thread and notes the time.
     *
     * @throws NotFound if the team has none such, or the actor does not see the team
     */
    public ChatThread.Out patch(Actor actor, long teamId, UUID id, ChatThread.Update update) {
        try {
            return threads.patchIf(id, update, ThreadGuard.ofTeam(actor, teamId), ChatThread.Out.class);
        } catch (Stale notOfTeam) {
            throw missing(id);
        }
    }

    /**
     * Deletes a thread with its checkpoints, their values and writes.
     *
     * @throws Forbidden for an API key
     * @throws NotFound if the team has none such, or the actor does not see the team
     */
    public void delete(Actor actor, long teamId, UUID id) {
        Person person = Guard.person(actor, "delete a ChatThread");
        if (!threads.deleteIf(id, ThreadGuard.ofTeam(person, teamId))) {
            throw missing(id);
        }
    }

    /**
     * Deletes the threads the actor sees that nothing happened to for a time, with their checkpoints.
     *
     * <p>One statement and, outside a transaction, one commit for each batch, so that it never holds many locks; what
     * others have locked is left. A thread counts as idle when neither it nor a checkpoint of it is newer. One more
     * statement where none is idle: policies may hide them all.
     *
     * @param idle how long nothing happened, at least 0
     * @param batch threads a statement, at least 1
     * @return how many threads were deleted
     * @throws Invalid if one of both is too small
     * @throws Forbidden for an API key
     * @throws dev.stele.core.error.Misuse if row security is in force and the transaction names no tenant
     */
    public long deleteIdle(Actor actor, Duration idle, int batch) {
        Person person = Guard.person(actor, "delete idle ChatThreads");
        if (batch < 1) {
            throw new Invalid("batch", "must be at least 1 but was " + batch);
        }
        double seconds = UploadJobs.seconds("idle", idle);
        long deleted = 0;
        UUID last = new UUID(0, 0);
        while (true) {
            List<UUID> gone = BoundSql.of("with idle as (select t.id from thread t where t.id > ? and ", last)
                    .add(ThreadGuard.of(person))
                    .add(DELETE_IDLE, seconds, seconds, batch)
                    .list(database, row -> row.getObject(1, UUID.class));
            deleted += gone.size();
            if (gone.size() < batch) {
                if (deleted == 0) {
                    RowSecurity.requireTenant(database, "delete idle ChatThreads");
                }
                return deleted;
            }
            last = gone.get(gone.size() - 1);
        }
    }

    private static void check(ChatThread.Create thread) {
        new Required().value("id", thread.id()).value("query", thread.query()).check();
    }

    private static Where<ChatThread> one(Actor actor, long teamId, UUID id) {
        return eq(ChatThread_.id, id).and(ThreadGuard.ofTeam(actor, teamId));
    }

    // That another team has the id is said in the words for any thread that the caller cannot have.
    private DatabaseException notOpened(Actor actor, ChatThread.Create thread) {
        return Guard.seesTeam(database, actor, thread.teamId())
                ? missing(thread.id())
                : new NotFound("Team", thread.teamId());
    }

    private static NotFound missing(UUID id) {
        return new NotFound("ChatThread", id);
    }

    private static ChatThread.Out out(ResultSet row) throws SQLException {
        return new ChatThread.Out(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                BoundSql.instant(row, 5),
                BoundSql.instant(row, 6));
    }
}
