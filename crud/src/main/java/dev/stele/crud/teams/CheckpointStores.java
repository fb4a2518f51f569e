package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.BoundSql.Items;
import dev.stele.models.Checkpoint;
import dev.stele.models.CheckpointBlob;
import dev.stele.models.CheckpointWrite;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements that store checkpoints: a batch is one statement, and nothing of it is kept where a row fails. */
final class CheckpointStores {
    // Casts, so that the server can plan the texts without the driver, which alone knows the types of what it binds.
    // What is given is stored only where the actor sees every thread that it is for. Rows go in by the order of their
    // keys, so that two batches wait for each other instead of dying together.
    private static final String SEEN =
            "), seen as (select t.id from thread t where t.id in (select thread_id from given) and ";
    private static final String UNSEEN =
            "), unseen as (select thread_id from given where thread_id not in (select id from seen)),\n";
    private static final String RESULT =
            " returning 1)\nselect (select count(*) from done), (select thread_id from unseen limit 1)";

    private static final String GIVEN_CHECKPOINT =
            "with given (thread_id, ns, id, parent_id, type, checkpoint, metadata) as ("
                    + "select ?::uuid, ?::varchar, ?::uuid, ?::uuid, ?::varchar, ?::jsonb, ?::jsonb";
    private static final String BLOBS_TOO = """
            blobs as (
                insert into checkpoint_blobs (thread_id, checkpoint_ns, channel, version, type, blob)
                select b.* from unnest(
                    ?::uuid[], ?::varchar[], ?::varchar[], ?::varchar[], ?::varchar[], ?::bytea[]) b
                where not exists (select from unseen)
                order by 1, 2, 3, 4 on conflict do nothing),
            """;
    private static final String UPSERT_CHECKPOINT = """
            done as (
                insert into checkpoints
                    (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata)
                select * from given where not exists (select from unseen)
                on conflict (thread_id, checkpoint_ns, checkpoint_id)
                do update set checkpoint = excluded.checkpoint, metadata = excluded.metadata""";

    private static final String GIVEN_BLOBS =
            "with given (thread_id, ns, channel, version, type, blob) as (select * from unnest("
                    + "?::uuid[], ?::varchar[], ?::varchar[], ?::varchar[], ?::varchar[], ?::bytea[])";
    private static final String INSERT_BLOBS = """
            done as (
                insert into checkpoint_blobs (thread_id, checkpoint_ns, channel, version, type, blob)
                select * from given where not exists (select from unseen)
                order by 1, 2, 3, 4 on conflict do nothing""";

    private static final String GIVEN_WRITES =
            "with given (thread_id, ns, checkpoint_id, task_id, idx, channel, type, blob) as ("
                    + "select * from unnest(?::uuid[], ?::varchar[], ?::uuid[], ?::uuid[], ?::int4[],"
                    + " ?::varchar[], ?::varchar[], ?::bytea[])";
    private static final String INSERT_WRITES = """
            done as (
                insert into checkpoint_writes
                    (thread_id, checkpoint_ns, checkpoint_id, task_id, idx, channel, type, blob)
                select * from given where not exists (select from unseen)
                order by 1, 2, 3, 4, 5 on conflict""";
    private static final String KEEP = " do nothing";
    private static final String REPLACE = " (thread_id, checkpoint_ns, checkpoint_id, task_id, idx)"
            + " do update set channel = excluded.channel, type = excluded.type, blob = excluded.blob";

    private static final String COPY = """
            , blobs as (
                insert into checkpoint_blobs (thread_id, checkpoint_ns, channel, version, type, blob)
                select target.id, l.checkpoint_ns, l.channel, l.version, l.type, l.blob
                from target, source join checkpoint_blobs l on l.thread_id = source.id
                order by 1, 2, 3, 4 on conflict do nothing
            ), writes as (
                insert into checkpoint_writes
                    (thread_id, checkpoint_ns, checkpoint_id, task_id, idx, channel, type, blob)
                select target.id, p.checkpoint_ns, p.checkpoint_id, p.task_id, p.idx, p.channel, p.type, p.blob
                from target, source join checkpoint_writes p on p.thread_id = source.id
                order by 1, 2, 3, 4, 5 on conflict do nothing
            ), done as (
                insert into checkpoints (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type,
                    checkpoint, metadata, created_at)
                select target.id, c.checkpoint_ns, c.checkpoint_id, c.parent_checkpoint_id, c.type,
                       c.checkpoint, c.metadata, c.created_at
                from target, source join checkpoints c on c.thread_id = source.id
                order by 1, 2, 3 on conflict do nothing returning 1)
            select (select count(*) from done), (select id from source), (select id from target)""";

    private final Database database;
    private final CheckpointJson json;

    CheckpointStores(Database database, CheckpointJson json) {
        this.database = database;
        this.json = json;
    }

    void upsert(Actor actor, Checkpoint.Create checkpoint, Collection<CheckpointBlob.Create> blobs) {
        CheckpointJson.check(checkpoint.checkpoint());
        BoundSql sql = BoundSql.of(
                        GIVEN_CHECKPOINT,
                        checkpoint.threadId(),
                        checkpoint.checkpointNs(),
                        checkpoint.checkpointId(),
                        checkpoint.parentCheckpointId(),
                        checkpoint.type(),
                        json.checkpoint(checkpoint.checkpoint()),
                        json.metadata(checkpoint.metadata()))
                .add(onlyWhereSeen(actor));
        if (!blobs.isEmpty()) {
            sql.add(BLOBS_TOO, columns(blobs));
        }
        store(sql.add(UPSERT_CHECKPOINT));
    }

    long insertIgnore(Actor actor, Collection<CheckpointBlob.Create> blobs) {
        if (blobs.isEmpty()) {
            return 0;
        }
        return store(BoundSql.of(GIVEN_BLOBS, columns(blobs))
                .add(onlyWhereSeen(actor))
                .add(INSERT_BLOBS));
    }

    long insertIgnoreWrites(Actor actor, Collection<CheckpointWrite.Create> writes) {
        return insertWrites(actor, writes, KEEP);
    }

    long upsertWrites(Actor actor, Collection<CheckpointWrite.Create> writes) {
        // One statement cannot replace a row twice.
        Map<CheckpointWrite.Key, CheckpointWrite.Create> last = new LinkedHashMap<>();
        for (CheckpointWrite.Create write : writes) {
            last.put(key(write), write);
        }
        return insertWrites(actor, last.values(), REPLACE);
    }

    private long insertWrites(Actor actor, Collection<CheckpointWrite.Create> writes, String onConflict) {
        if (writes.isEmpty()) {
            return 0;
        }
        return store(BoundSql.of(GIVEN_WRITES, writeColumns(writes))
                .add(onlyWhereSeen(actor))
                .add(INSERT_WRITES)
                .add(onConflict));
    }

    long copyThread(Person actor, UUID from, UUID to) {
        return BoundSql.of("with source as (select t.id from thread t where t.id = ? and ", from)
                .add(ThreadGuard.of(actor))
                .add("), target as (select t.id from thread t where t.id = ? and ", to)
                .add(ThreadGuard.of(actor))
                .add(")" + COPY)
                .first(database, row -> {
                    if (row.getObject(2) == null || row.getObject(3) == null) {
                        throw Checkpoints.unseen(row.getObject(2) == null ? from : to);
                    }
                    return row.getLong(1);
                })
                .orElseThrow();
    }

    private static BoundSql onlyWhereSeen(Actor actor) {
        return BoundSql.of(SEEN).add(ThreadGuard.of(actor)).add(UNSEEN);
    }

    private long store(BoundSql sql) {
        Stored stored = sql.add(RESULT)
                .first(database, row -> new Stored(row.getLong(1), row.getObject(2, UUID.class)))
                .orElseThrow();
        if (stored.unseen() != null) {
            throw Checkpoints.unseen(stored.unseen());
        }
        return stored.rows();
    }

    private static @Nullable Object[] columns(Collection<CheckpointBlob.Create> blobs) {
        return new @Nullable Object[] {
            Items.of("uuid", blobs, CheckpointBlob.Create::threadId),
            Items.of("varchar", blobs, CheckpointBlob.Create::checkpointNs),
            Items.of("varchar", blobs, CheckpointBlob.Create::channel),
            Items.of("varchar", blobs, CheckpointBlob.Create::version),
            Items.of("varchar", blobs, CheckpointBlob.Create::type),
            Items.bytes(blobs, CheckpointBlob.Create::blob)
        };
    }

    private static @Nullable Object[] writeColumns(Collection<CheckpointWrite.Create> writes) {
        return new @Nullable Object[] {
            Items.of("uuid", writes, CheckpointWrite.Create::threadId),
            Items.of("varchar", writes, CheckpointWrite.Create::checkpointNs),
            Items.of("uuid", writes, CheckpointWrite.Create::checkpointId),
            Items.of("uuid", writes, CheckpointWrite.Create::taskId),
            Items.of("int4", writes, CheckpointWrite.Create::idx),
            Items.of("varchar", writes, CheckpointWrite.Create::channel),
            Items.of("varchar", writes, CheckpointWrite.Create::type),
            Items.bytes(writes, CheckpointWrite.Create::blob)
        };
    }

    private static CheckpointWrite.Key key(CheckpointWrite.Create write) {
        return new CheckpointWrite.Key(
                write.threadId(), write.checkpointNs(), write.checkpointId(), write.taskId(), write.idx());
    }

    private record Stored(long rows, @Nullable UUID unseen) {}
}
