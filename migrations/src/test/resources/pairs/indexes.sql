-- pair: indexes of all kinds
create table t (a int, b text, c jsonb, d int4range, e timestamptz);
-- to
create table t (a int, b text, c jsonb, d int4range, e timestamptz);
create index i1 on t (a); create unique index i2 on t (a desc nulls last, b collate "C" text_pattern_ops) include (e) where a > 0;
create index i3 on t using gin (c jsonb_path_ops); create index i4 on t using gist (d); create index i5 on t (lower(b), (a + 1));
create index i6 on t using brin (e) with (pages_per_range = 32); create index i7 on t using hash (b);
create index i8 on t (b) with (fillfactor = 70, deduplicate_items = off);
-- pair: indexes change
create table t (a int, b text, c int);
create index i1 on t (a); create index i2 on t (a) where c > 0; create index i3 on t (lower(b)); create index i4 on t using hash (a);
create unique index i5 on t (a); create index i6 on t (a) include (c); create index i7 on t (a, b);
comment on index i1 is 'one';
-- to
create table t (a int, b text, c int);
create index i1 on t (a desc); create index i2 on t (a) where c > 1; create index i3 on t (upper(b)); create index i4 on t using btree (a);
create index i5 on t (a); create index i6 on t (a) include (b); create index i7 on t (b, a);
comment on index i1 is 'one';
-- pair: an index moves to another table
create table t (a int); create table u (a int); create index i on t (a);
-- to
create table t (a int); create table u (a int); create index i on u (a);
-- pair: an index on what changes
create table t (a int, b varchar(10), c int); create index i on t (a); create index j on t (b) where b <> 'x'; create index k on t (c);
-- to
create table t (a bigint, b text); create index i on t (a); create index j on t (b) where b <> 'x';
-- pair: an index over a new column and an old function
create function f(x int) returns int language sql immutable as 'select x';
create table t (a int);
-- to
create function f(x int) returns int language sql immutable as 'select x';
create table t (a int, b int); create index i on t (public.f(b));
-- pair: nulls not distinct in an index
-- since: 15
create table t (a int); create unique index i on t (a);
-- to
create table t (a int); create unique index i on t (a) nulls not distinct;
-- pair: statistics of expressions
create table t (a int, b int); create index i on t ((a + 1), (b + 1));
-- to
create table t (a int, b int); create index i on t ((a + 1), (b + 1)); alter index i alter column 1 set statistics 500;
-- pair: an index of a materialized view
create table t (a int); 
-- to
create table t (a int, b int); create index i on t (a, b);
-- pair: a long name for an index
create table t (a int, b int); create index a23456789012345678901234567890123456789012345678901234567890123 on t (a);
-- to
create table t (a int, b int); create index a23456789012345678901234567890123456789012345678901234567890123 on t (b);
