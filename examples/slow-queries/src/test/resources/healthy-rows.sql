-- What a service of some age holds; user 1 is the first superuser, and the managed skills are there.
insert into "user" (email, full_name, hashed_password)
select 'user' || n || '@example.com', 'User ' || n, 'quick:password' from generate_series(2, 2001) n;

insert into team (name, description, workflow, owner_id)
select 'team' || n, 'answers questions', case when n % 2 = 0 then 'sequential' else 'hierarchical' end, 2 + n % 2000
from generate_series(1, 5000) n;

insert into member (name, role, type, belongs_to, owner_of)
select left(name, 58) || 'Leader', 'leads', 'root', id, id from team order by id;
insert into member (name, role, type, belongs_to, source, backstory)
select 'worker' || n, 'does the work', 'worker', root.belongs_to, root.id, 'came from far'
from member root, generate_series(1, 3) n where root.type = 'root' order by root.id, n;

insert into skill (name, description, managed, tool_definition, owner_id)
select 'skill' || n, 'calls the service ' || n, false,
       jsonb_build_object('url', 'https://example.com/' || n, 'method', 'GET', 'type', 'function', 'function',
                          jsonb_build_object('name', 'f' || n, 'description', 'calls', 'parameters',
                                             jsonb_build_object('type', 'object', 'properties', '{}'::jsonb))),
       2 + n % 2000
from generate_series(1, 4000) n;

insert into upload (name, description, status, owner_id, last_modified)
select 'atlas' || n || '.pdf', 'holds maps', case when n % 50 = 0 then 'FAILED' else 'COMPLETED' end::uploadstatus,
       2 + n % 2000, now() - n * interval '1 minute'
from generate_series(1, 10000) n;

insert into memberskillslink (member_id, skill_id)
select m.id, s.id from member m join team t on t.id = m.belongs_to join skill s on s.owner_id = t.owner_id;
insert into memberuploadslink (member_id, upload_id)
select m.id, u.id from member m join team t on t.id = m.belongs_to join upload u on u.owner_id = t.owner_id
where (u.id + m.id) % 3 = 0;

insert into apikey (description, short_key, digest, team_id)
select 'nightly report', 'abcd...wxyz', sha256(convert_to('key' || n, 'UTF8')), 1 + n % 5000
from generate_series(1, 10000) n;

insert into thread (id, query, team_id, created_at, updated_at)
select gen_random_uuid(), 'Will it rain on day ' || n || ' of the journey that we planned together?', 1 + n % 5000,
       now() - n * interval '1 minute', now() - n * interval '1 minute'
from generate_series(1, 200000) n;

create temporary table chatted as
select id, row_number() over (order by id) as n from thread order by updated_at desc limit 20000;
insert into checkpoints (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, checkpoint, metadata)
select id, '', ('00000000-0000-6000-8000-' || lpad(to_hex(step), 12, '0'))::uuid,
       case when step > 1 then ('00000000-0000-6000-8000-' || lpad(to_hex(step - 1), 12, '0'))::uuid end,
       jsonb_build_object('v', 1, 'channel_versions', jsonb_build_object('messages', step::text)),
       jsonb_build_object('source', 'loop', 'step', step, 'run_id', 'run-' || n)
from chatted, generate_series(1, 3) step;
insert into checkpoint_blobs (thread_id, checkpoint_ns, channel, version, type, blob)
select id, '', 'messages', step::text, 'msgpack', convert_to(repeat(md5(id::text), 8), 'UTF8')
from chatted, generate_series(1, 3) step;
insert into checkpoint_writes (thread_id, checkpoint_ns, checkpoint_id, task_id, idx, channel, type, blob)
select id, '', '00000000-0000-6000-8000-000000000003', gen_random_uuid(), 0, 'messages', 'msgpack', '\x01'
from chatted;
drop table chatted;
