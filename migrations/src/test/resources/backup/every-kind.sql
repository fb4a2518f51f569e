create schema "Odd Name";

create type mood as enum ('sad', 'ok', 'it''s fine');
create type pair as (a int, b text);
create type span as range (subtype = numeric);
create domain positive as int constraint positive_check check (value > 0);
create domain some_moods as mood[];
create sequence loose start 100 increment 5;
select nextval('loose'), nextval('loose');
create sequence unused start 42;
create sequence backwards increment -1;
select setval('backwards', -7, false);

create function upper_t() returns trigger language plpgsql as $$ begin new.t := upper(new.t); return new; end $$;
create function is_known(m mood) returns boolean language sql immutable return m <> 'sad';
create table every_type (
    id bigint generated always as identity (start 10) primary key,
    m mood, ms mood[], sm some_moods, p pair, ps pair[], d positive, s span,
    dbl double precision, r real, n numeric(20, 5), ts timestamp(3), tz timestamptz, i interval, da date, ti timetz,
    b bytea, j json, jb jsonb, t text, ta text[], reg regclass, g bigint generated always as (id * 2) stored,
    u uuid, ip inet, tsv tsvector, ir int4range, mr nummultirange, mo money, bi bit varying(12), a2 int[][], c char(5),
    pt point, o oid, x xid8, "select" boolean default true, path jsonpath,
    constraint known check (is_known(m))
);
insert into every_type (m, ms, sm, p, ps, d, s, dbl, r, n, ts, tz, i, da, ti, b, j, jb, t, ta, reg, u, ip, tsv, ir, mr, mo, bi, a2, c,
    pt, o, x, path)
select 'ok', array['sad', null, 'it''s fine']::mood[], '{ok}', row(k, 'x,"y')::pair, array[row(1, null)::pair, null], k, '[1.5,)',
    case k when 1 then 'NaN' when 2 then '-Infinity' when 3 then '-0' else pi() * k end, 0.1 * k, case k when 5 then 'NaN' else k / 3.0 end,
    '2026-01-31 23:59:59.999', case k when 7 then 'infinity' else timestamptz '2026-06-01 12:00+02' + k * interval '1 minute' end,
    interval '1 year -2 days 03:04:05.678', '4713-01-01 BC', '23:59:59+14', decode(lpad(to_hex(k), 8, '0'), 'hex'),
    '{"a" :  1}', jsonb_build_object('k', k, 'big', 12345678901234567890), E'tab\t newline\n \\N back\\slash ' || chr(128512) || k,
    array['', null, 'a b', '"q"'], 'every_type', gen_random_uuid(), '10.0.0.1/8', to_tsvector('simple', 'a b b'), '[1,5)', '{[1,2],[5,)}',
    12.34, B'1011', array[[1, 2], [3, null]], 'ab', '(1.5,-2)', 4000000000, '18446744073709551615', '$.a[*] ? (@ > 1)'
from generate_series(1, 500) k;
update every_type set j = null, ta = '{}' where id % 3 = 0;
create index on every_type using gin (jb);
create index every_lower on every_type (lower(t) collate "C" desc nulls last) include (n) where n > 1;
create unique index on every_type (u);
create statistics every_stats (dependencies) on n, dbl from every_type;
create trigger every_upper before insert or update on every_type for each row execute function upper_t();
alter table every_type alter t set storage external, alter t set statistics 500;

create table "Odd Name"."Weird ""table" ("a b" int, "Select" text default 'x', constraint "Odd, key" unique ("a b") deferrable initially deferred);
insert into "Odd Name"."Weird ""table" values (1, null), (2, '\N'), (null, '');

create table measure (at date not null, v int default 1, primary key (at, v)) partition by range (at);
create table measure_1 partition of measure for values from ('2026-01-01') to ('2026-02-01');
create table measure_2 partition of measure for values from ('2026-02-01') to ('2026-03-01') partition by list (v);
create table measure_2_a partition of measure_2 for values in (1, 2);
create table measure_rest partition of measure default;
create index measure_v on measure (v);
insert into measure select date '2026-01-01' + k, 1 + k % 2 from generate_series(0, 58) k;

create table parent (a int, b text not null);
create table child (c int) inherits (parent);
insert into parent values (1, 'p');
insert into child values (2, 'c', 3);

create table egg (id int primary key, hen int);
create table hen (id int primary key, egg int references egg deferrable initially deferred);
alter table egg add foreign key (hen) references hen deferrable initially deferred;
begin;
insert into egg select k, k from generate_series(1, 100) k;
insert into hen select k, k from generate_series(1, 100) k;
commit;
create table tree (id int primary key, up int references tree on delete cascade);
insert into tree select k, nullif(k - 1, 0) from generate_series(1, 50) k;

create table doubtful (n int, constraint small check (n < 10));
alter table doubtful drop constraint small;
insert into doubtful values (99);
alter table doubtful add constraint small check (n < 10) not valid;
create table orphan (egg int);
insert into orphan values (12345);
alter table orphan add constraint orphan_egg foreign key (egg) references egg not valid;

create table nothing ();
insert into nothing default values;
insert into nothing default values;
create table computed (g int generated always as (1 + 1) stored);
insert into computed default values;
create table empty (id serial primary key, e int, exclude using gist (int4range(e, e + 1) with &&));
create unlogged table quick (k int);
insert into quick values (1);
alter table quick replica identity full;

create view v as select id, t from every_type;
create view grouped as select e.* from egg e group by e.id;
create materialized view mv as select m, count(*) from every_type group by m;
create unique index on mv (m);
create materialized view mv_empty as select 1 as one with no data;
create function uses_view() returns bigint language sql begin atomic select count(*) from v; end;
create function late() returns int language plpgsql as $$ begin return (select count(*) from not_there_yet); end $$;
create procedure proc(inout a int) language sql as $$ select a + 1 $$;
create aggregate longest(text) (sfunc = textcat, stype = text);
create rule redirect as on insert to quick do also notify quick;

create table secrets (id int primary key, owner_name text);
insert into secrets select k, 'backup_reader' from generate_series(1, 10) k;
alter table secrets enable row level security;
alter table secrets force row level security;
create policy own on secrets to backup_reader using (owner_name = current_user);
alter table secrets owner to backup_owner;

comment on table secrets is 'it''s secret';
comment on column secrets.id is 'a number';
comment on view v is 'a view';
comment on type mood is 'a type';
comment on constraint small on doubtful is 'not for all';
comment on index every_lower is 'an index';
comment on schema "Odd Name" is 'odd';
comment on function late() is 'later';
comment on trigger every_upper on every_type is 'shouts';
grant select (id), update (owner_name) on secrets to backup_reader;
grant select on v to public;
grant all on schema "Odd Name" to backup_reader with grant option;
revoke execute on function late() from public;
grant usage on sequence loose to backup_reader;
alter default privileges for role backup_owner in schema public grant select on tables to backup_reader;
create publication eggs for table egg, hen;
alter table every_type disable trigger every_upper;
