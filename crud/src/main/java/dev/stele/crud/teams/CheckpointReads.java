package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.crud.teams.Checkpoints.Position;
import dev.stele.crud.teams.Checkpoints.Saved;
import dev.stele.crud.teams.Checkpoints.Search;
import dev.stele.models.Checkpoint;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements that read checkpoints; each brings what it needs in one round trip. */
final class CheckpointReads {
    // The blobs and writes are joined to the few rows that are left, never to all of a thread.
    private static final String WITH_BLOBS = """
            select c.thread_id, c.checkpoint_ns, c.checkpoint_id, c.parent_checkpoint_id, c.type,
                   c.checkpoint, c.metadata, c.created_at,
                   b.channels, b.versions, b.types, b.blobs, w.task_ids, w.numbers, w.channels, w.types, w.blobs
            from page c
            left join lateral (
                select array_agg(l.channel order by l.channel) as channels,
                       array_agg(l.version order by l.channel) as versions,
                       array_agg(l.type order by l.channel) as types,
                       array_agg(l.blob order by l.channel) as blobs
                from jsonb_each_text(%s) v
                join checkpoint_blobs l
                  on l.thread_id = c.thread_id and l.checkpoint_ns = c.checkpoint_ns
                 and l.channel = v.key and l.version = v.value""".formatted(CheckpointJson.versionsOf("c"));
    private static final String AND_WRITES = """
            ) b on true
            left join lateral (
                select array_agg(p.task_id order by p.task_id, p.idx) as task_ids,
                       array_agg(p.idx order by p.task_id, p.idx) as numbers,
                       array_agg(p.channel order by p.task_id, p.idx) as channels,
                       array_agg(p.type order by p.task_id, p.idx) as types,
                       array_agg(p.blob order by p.task_id, p.idx) as blobs
                from checkpoint_writes p
                where p.thread_id = c.thread_id and p.checkpoint_ns = c.checkpoint_ns
                  and p.checkpoint_id = c.checkpoint_id""";
    private static final String TO_PAGE = """
            ) w on true
            order by c.checkpoint_id desc, c.thread_id desc, c.checkpoint_ns desc
            """;
    private static final String PAGE =
            "with page as materialized (select c.* from checkpoints c join thread t on t.id = c.thread_id where ";
    private static final String NEWEST_FIRST =
            " order by c.checkpoint_id desc, c.thread_id desc, c.checkpoint_ns desc limit ?)\n";

    // The key of a checkpoint begins with thread and namespace: the newest of each namespace are the ends of as many
    // ranges of its index, and the page is among them. Where there are too many ranges one look at all is cheaper.
    private static final int MOST_RANGES = 100;
    private static final String RANGES = """
            , ranges as (
                (select c.checkpoint_ns as ns, 1 as n from seen join checkpoints c on c.thread_id = seen.id
                 where c.thread_id = ? order by c.checkpoint_ns limit 1)
                union all
                select (select c.checkpoint_ns from checkpoints c where c.thread_id = ? and c.checkpoint_ns > r.ns
                        order by c.checkpoint_ns limit 1), r.n + 1
                from ranges r where r.ns is not null and r.n <= %1$d
            ), page as materialized (
                select c.* from (
                    select e.* from ranges r cross join lateral (
                        select c.* from checkpoints c where c.thread_id = ? and c.checkpoint_ns = r.ns""".formatted(MOST_RANGES);
    private static final String ENDS = """

                        order by c.checkpoint_id desc limit ?) e
                    where (select count(ns) from ranges) <= %1$d
                    union all
                    (select c.* from checkpoints c
                     where (select count(ns) from ranges) > %1$d and c.thread_id = ?""".formatted(MOST_RANGES);
    private static final String OR_ALL = " order by c.checkpoint_id desc, c.checkpoint_ns desc limit ?)) c";

    private final Database database;
    private final CheckpointJson json;
    private final CheckpointRows rows;

    CheckpointReads(Database database, CheckpointJson json) {
        this.database = database;
        this.json = json;
        this.rows = new CheckpointRows(json);
    }

    Optional<Saved> latest(Actor actor, UUID threadId, String namespace) {
        BoundSql sql = BoundSql.of(PAGE)
                .add(ThreadGuard.of(actor))
                .add(" and c.thread_id = ? and c.checkpoint_ns = ?", threadId, namespace)
                .add(" order by c.checkpoint_id desc limit 1)\n");
        return withBlobsAndWrites(sql, threadId).first(database, rows::saved);
    }

    Optional<Saved> find(Actor actor, Checkpoint.Key key) {
        BoundSql sql = BoundSql.of(PAGE)
                .add(ThreadGuard.of(actor))
                .add(" and c.thread_id = ? and c.checkpoint_ns = ?", key.threadId(), key.checkpointNs())
                .add(" and c.checkpoint_id = ?)\n", key.checkpointId());
        return withBlobsAndWrites(sql, key.threadId()).first(database, rows::saved);
    }

    List<Saved> list(Actor actor, Search search) {
        UUID thread = search.threadId();
        if (thread != null && search.namespace() == null && search.metadata().isEmpty()) {
            return ofThread(actor, thread, search);
        }
        BoundSql sql = BoundSql.of(PAGE).add(ThreadGuard.of(actor));
        if (search.threadId() != null) {
            sql.add(" and c.thread_id = ?", search.threadId());
        }
        if (search.namespace() != null) {
            sql.add(" and c.checkpoint_ns = ?", search.namespace());
        }
        if (!search.metadata().isEmpty()) {
            sql.add(" and c.metadata @> ?", json.metadata(search.metadata()));
        }
        sql.add(before(search)).add(NEWEST_FIRST, search.limit());
        return withBlobsAndWrites(sql, search.threadId()).list(database, rows::saved);
    }

    private List<Saved> ofThread(Actor actor, UUID thread, Search search) {
        BoundSql sql = BoundSql.of("with recursive seen as (select t.id from thread t where t.id = ? and ", thread)
                .add(ThreadGuard.of(actor))
                .add(")" + RANGES, thread, thread, thread)
                .add(before(search))
                .add(ENDS, search.limit(), thread)
                .add(" and exists (select from seen)")
                .add(before(search))
                .add(OR_ALL, search.limit())
                .add(NEWEST_FIRST, search.limit());
        return withBlobsAndWrites(sql, thread).list(database, rows::saved);
    }

    private static BoundSql before(Search search) {
        Checkpoint.Key before = search.before();
        return before == null
                ? BoundSql.of("")
                : BoundSql.of(
                        " and (c.checkpoint_id, c.thread_id, c.checkpoint_ns) < (?, ?, ?)",
                        before.checkpointId(),
                        before.threadId(),
                        before.checkpointNs());
    }

    /** Where the thread is given it is named once more, so that of partitioned tables one partition is planned and locked. */
    private static BoundSql withBlobsAndWrites(BoundSql page, @Nullable UUID threadId) {
        page.add(WITH_BLOBS);
        if (threadId != null) {
            page.add(" and l.thread_id = ?", threadId);
        }
        page.add(AND_WRITES);
        if (threadId != null) {
            page.add(" and p.thread_id = ?", threadId);
        }
        return page.add(TO_PAGE);
    }

    List<Position> scan(Actor actor, Checkpoint.@Nullable Key after, int limit) {
        BoundSql sql = BoundSql.of("select c.thread_id, c.checkpoint_ns, c.checkpoint_id, c.parent_checkpoint_id,"
                        + " c.created_at from checkpoints c join thread t on t.id = c.thread_id where ")
                .add(ThreadGuard.of(actor));
        if (after != null) {
            sql.add(
                    " and (c.thread_id, c.checkpoint_ns, c.checkpoint_id) > (?, ?, ?)",
                    after.threadId(),
                    after.checkpointNs(),
                    after.checkpointId());
        }
        return sql.add(" order by c.thread_id, c.checkpoint_ns, c.checkpoint_id limit ?", limit)
                .list(database, CheckpointRows::position);
    }
}
