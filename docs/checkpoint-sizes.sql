-- Fills the bundled tables with 100,000 checkpoints of 1,000 threads and prints what they take.
-- psql -f docs/checkpoint-sizes.sql, in an empty database that has the bundled schema; takes a minute or two.
\set ON_ERROR_STOP on
\pset footer off
insert into "user" (id, email, hashed_password) values (1, 'sizes@example.com', '');
insert into team (id, name, owner_id, workflow)
select i, 'team' || i, 1, 'hierarchical' from generate_series(1, 1000) i;
insert into thread (id, query, team_id)
select md5('thread' || i)::uuid, 'What is the weather in ' || i || '?', i from generate_series(1, 1000) i;

-- A state of six channels and four nodes, as LangGraph writes it; ids grow with time, as its uuid6 do.
create function pg_temp.state(thread int, step int) returns jsonb language sql as $$
    select jsonb_build_object(
        'v', 4, 'ts', '2026-11-23T08:00:00.000000+00:00', 'id', md5(thread || '-' || step),
        'channel_values', jsonb_build_object('task', md5(thread::text), 'next', 'worker'),
        'channel_versions', (select jsonb_object_agg(c, lpad(step::text, 32, '0') || '.' || random())
            from unnest('{__start__,messages,all_messages,history,main_task,branch:to:worker}'::text[]) c),
        'versions_seen', (select jsonb_object_agg(n, jsonb_build_object(
                'messages', lpad(step::text, 32, '0') || '.' || random(),
                'branch:to:worker', lpad(step::text, 32, '0') || '.' || random()))
            from unnest('{__input__,__start__,leader,worker}'::text[]) n))
$$;

-- Bytes that no compression makes smaller.
create function pg_temp.noise(bytes int, seed text) returns bytea language sql as $$
    select decode(string_agg(md5(seed || i), ''), 'hex') from generate_series(1, (bytes + 15) / 16) i
$$;

insert into checkpoints (thread_id, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata)
select md5('thread' || t)::uuid, lpad(to_hex(s), 32, '0')::uuid, lpad(to_hex(s - 1), 32, '0')::uuid, 'msgpack',
    pg_temp.state(t, s),
    jsonb_build_object('step', s, 'source', 'loop', 'parents', '{}'::jsonb, 'run_id', md5(t || '/' || s / 10)::uuid,
        'thread_id', md5('thread' || t)::uuid)
from generate_series(1, 100) s, generate_series(1, 1000) t;

-- Two channels change with each step: one of 2 kB, one of 200 bytes.
insert into checkpoint_blobs (thread_id, channel, version, type, blob)
select md5('thread' || t)::uuid, c.name, lpad(s::text, 32, '0') || '.' || random(), 'msgpack',
    pg_temp.noise(c.bytes, t || c.name || s)
from generate_series(1, 100) s, generate_series(1, 1000) t, (values ('messages', 2000), ('branch:to:worker', 200)) c (name, bytes);

-- Three writes of one task, 300 bytes each.
insert into checkpoint_writes (thread_id, checkpoint_id, task_id, idx, channel, type, blob)
select md5('thread' || t)::uuid, lpad(to_hex(s), 32, '0')::uuid, md5(t || '-' || s)::uuid, w, 'messages', 'msgpack',
    pg_temp.noise(300, t || '-' || s || '-' || w)
from generate_series(1, 100) s, generate_series(1, 1000) t, generate_series(0, 2) w;
vacuum analyze;

\echo bytes a row
select c.relname as table, c.reltuples::bigint as rows,
    round(pg_relation_size(c.oid) / c.reltuples::numeric) as heap,
    round((pg_table_size(c.oid) - pg_relation_size(c.oid)) / c.reltuples::numeric) as toast_and_maps,
    round(pg_indexes_size(c.oid) / c.reltuples::numeric) as indexes,
    round(pg_total_relation_size(c.oid) / c.reltuples::numeric) as total
from pg_class c where c.relname in ('team', 'thread', 'checkpoints', 'checkpoint_blobs', 'checkpoint_writes') order by 1;
select i.indexrelid::regclass as index, round(pg_relation_size(i.indexrelid) / c.reltuples::numeric) as bytes_a_row
from pg_index i join pg_class c on c.oid = i.indrelid
where c.relname like 'checkpoint%' and c.relkind = 'r' order by 1;

-- Steps in transactions of their own: one checkpoint, two values, three writes.
create procedure pg_temp.steps(first int, last int) language plpgsql as $$
declare
    thread uuid;
begin
    for n in first..last loop
        thread := md5('thread' || 1 + n % 1000);
        insert into checkpoints (thread_id, checkpoint_id, type, checkpoint, metadata)
        select thread, lpad(to_hex(1000 + n), 32, '0')::uuid, 'msgpack', c.checkpoint, c.metadata
        from checkpoints c where c.thread_id = thread order by c.checkpoint_id limit 1;
        insert into checkpoint_blobs (thread_id, channel, version, type, blob)
        select thread, l.channel, lpad((1000 + n)::text, 32, '0') || '.' || random(), 'msgpack', l.blob
        from checkpoint_blobs l where l.thread_id = thread and l.version like lpad('7', 32, '0') || '%';
        insert into checkpoint_writes (thread_id, checkpoint_id, task_id, idx, channel, type, blob)
        select thread, lpad(to_hex(1000 + n), 32, '0')::uuid, p.task_id, p.idx, p.channel, p.type, p.blob
        from checkpoint_writes p where p.thread_id = thread and p.checkpoint_id = lpad(to_hex(7), 32, '0')::uuid;
        commit;
    end loop;
end
$$;

\echo WAL in bytes a step: every page for the first time since a checkpoint, then every page again
checkpoint;
select pg_current_wal_insert_lsn() as lsn \gset
call pg_temp.steps(1, 1000);
select round((pg_current_wal_insert_lsn() - :'lsn'::pg_lsn) / 1000) as first_time, pg_current_wal_insert_lsn() as lsn \gset
call pg_temp.steps(1001, 2000);
select :first_time as first_time, round((pg_current_wal_insert_lsn() - :'lsn'::pg_lsn) / 1000) as again;
