package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.BoundSql.Items;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The statements that delete checkpoints, with the channel values that no checkpoint names any more.
 *
 * <p>Where some checkpoints of a thread stay, the thread is locked first: storing a checkpoint shares a lock on its
 * thread, so whatever was stored before is seen, and keeps the values that it names.
 */
final class CheckpointRemovals {
    private static final String DELETE_THREAD = """
            ), blobs as (delete from checkpoint_blobs l using seen where l.thread_id = seen.id
            ), writes as (delete from checkpoint_writes p using seen where p.thread_id = seen.id
            ), done as (delete from checkpoints c using seen where c.thread_id = seen.id returning 1)
            select (select count(*) from done), exists (select from seen)""";
    private static final String LATEST = """
            with kept as (
                select distinct on (c.thread_id, c.checkpoint_ns) c.thread_id, c.checkpoint_ns, c.checkpoint_id, c.checkpoint
                from checkpoints c where c.thread_id = any (?)
                order by c.thread_id, c.checkpoint_ns, c.checkpoint_id desc
            ), doomed as (
                select c.thread_id, c.checkpoint_ns, c.checkpoint_id, c.checkpoint from checkpoints c
                where c.thread_id = any (?) and not exists (
                    select from kept k where (k.thread_id, k.checkpoint_ns, k.checkpoint_id)
                        = (c.thread_id, c.checkpoint_ns, c.checkpoint_id))
            ),
            """;
    private static final String OTHER_RUNS = """
            with kept as (
                select c.thread_id, c.checkpoint_ns, c.checkpoint_id, c.checkpoint from checkpoints c
                where c.thread_id = any (?) and not c.metadata @> ?
            ), doomed as (
                select c.thread_id, c.checkpoint_ns, c.checkpoint_id, c.checkpoint from checkpoints c
                where c.thread_id = any (?) and c.metadata @> ?
            ),
            """;
    // Only values that a doomed checkpoint names: another, not yet stored, may be about to name the rest.
    private static final String DELETE_DOOMED =
            """
            blobs as (
                delete from checkpoint_blobs l using (
                    select d.thread_id, d.checkpoint_ns, v.key, v.value
                    from doomed d, jsonb_each_text(%s) v
                    except
                    select k.thread_id, k.checkpoint_ns, v.key, v.value
                    from kept k, jsonb_each_text(%s) v) unused
                where (l.thread_id, l.checkpoint_ns, l.channel, l.version)
                    = (unused.thread_id, unused.checkpoint_ns, unused.key, unused.value)
            ), writes as (
                delete from checkpoint_writes p using doomed d
                where (p.thread_id, p.checkpoint_ns, p.checkpoint_id) = (d.thread_id, d.checkpoint_ns, d.checkpoint_id)
            ), done as (
                delete from checkpoints c using doomed d
                where (c.thread_id, c.checkpoint_ns, c.checkpoint_id) = (d.thread_id, d.checkpoint_ns, d.checkpoint_id)
                returning 1)
            select count(*) from done""".formatted(CheckpointJson.versionsOf("d"), CheckpointJson.versionsOf("k"));

    private final Database database;
    private final CheckpointJson json;

    CheckpointRemovals(Database database, CheckpointJson json) {
        this.database = database;
        this.json = json;
    }

    long deleteThread(Person actor, UUID threadId) {
        return BoundSql.of("with seen as (select t.id from thread t where t.id = ? and ", threadId)
                .add(ThreadGuard.of(actor))
                .add(DELETE_THREAD)
                .first(database, row -> {
                    if (!row.getBoolean(2)) {
                        throw Checkpoints.unseen(threadId);
                    }
                    return row.getLong(1);
                })
                .orElseThrow();
    }

    long keepLatest(Person actor, Collection<UUID> threadIds) {
        Set<UUID> wanted = new HashSet<>(threadIds);
        return database.tx().call(() -> {
            List<UUID> locked = lock(actor, BoundSql.of("any (?)", ids(wanted)));
            wanted.stream().filter(id -> !locked.contains(id)).findFirst().ifPresent(id -> {
                throw Checkpoints.unseen(id);
            });
            return delete(BoundSql.of(LATEST, ids(locked), ids(locked)));
        });
    }

    long deleteRun(Person actor, String runId) {
        BoundSql.Binding run = json.metadata(Map.of("run_id", runId));
        return database.tx().call(() -> {
            List<UUID> locked =
                    lock(actor, BoundSql.of("any (select c.thread_id from checkpoints c where c.metadata @> ?)", run));
            if (locked.isEmpty()) {
                RowSecurity.requireTenant(database, "delete the Checkpoints of a run");
            }
            return delete(BoundSql.of(OTHER_RUNS, ids(locked), run, ids(locked), run));
        });
    }

    private List<UUID> lock(Person actor, BoundSql ids) {
        return BoundSql.of("select t.id from thread t where t.id = ")
                .add(ids)
                .add(" and ")
                .add(ThreadGuard.of(actor))
                .add(" order by t.id for update")
                .list(database, row -> row.getObject(1, UUID.class));
    }

    private long delete(BoundSql keptAndDoomed) {
        return keptAndDoomed
                .add(DELETE_DOOMED)
                .first(database, row -> row.getLong(1))
                .orElseThrow();
    }

    private static Items ids(Collection<UUID> ids) {
        return Items.of("uuid", ids, id -> id);
    }
}
