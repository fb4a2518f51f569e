-- pair: a view is new
create table book (id int, title text);
-- to
create table book (id int, title text);
create view titles as select id, title from book where title is not null;
comment on view titles is 'those with one';
comment on column titles.title is 'it''s; never null';
-- pair: a view with odd names
create table "Book" ("Id" int, "The Title" text);
-- to
create table "Book" ("Id" int, "The Title" text);
create view "All Books" ("First", "select") as select "Id", "The Title" from "Book";
comment on column "All Books"."select" is 'two
lines; and a '' quote';
-- pair: a view gets columns at its end
create table book (id int, title text, pages int);
create view v as select id from book;
-- to
create table book (id int, title text, pages int);
create view v as select id, title, pages from book;
-- pair: the columns of a view change places
create table book (id int, title text);
create view v as select id, title from book;
-- to
create table book (id int, title text);
create view v as select title, id from book;
-- pair: the column of a view is of another type
create table book (id int, title text);
create view v as select id, title from book;
create view w as select id + 1 as next from v;
-- to
create table book (id int, title text);
create view v as select id::bigint as id, title from book;
create view w as select id + 1 as next from v;
-- pair: a view filters differently
create table book (id int, title text);
create view v as select * from book where id > 1;
-- to
create table book (id int, title text);
create view v as select * from book where id > 2;
-- pair: options of a view
create table book (id int);
create view v with (security_barrier = true) as select id from book where id > 1;
create view w as select id from book;
-- to
create table book (id int);
create view v with (check_option = local) as select id from book where id > 1;
create view w with (security_barrier = true, check_option = cascaded) as select id from book where id > 3;
-- pair: a view looks with the rights of its reader
-- since: 15
create table book (id int);
create view v as select id from book;
-- to
create table book (id int);
create view v with (security_invoker = true) as select id from book;
-- pair: views upon views in the wrong order of names
create table t (a int);
-- to
create table t (a int);
create view z as select a from t;
create view y as select a from z;
create view x as select y.a, z.a as b from y join z using (a);
-- pair: the middle of three views changes its columns
create table t (a int, b int);
create view z as select a, b from t;
create view y as select a, b from z;
create view x as select a from y;
-- to
create table t (a int, b int);
create view z as select a, b from t;
create view y as select b, a from z;
create view x as select a from y;
-- pair: a column below a view changes its type
create table t (a int, b text);
create view v as select a, b from t;
create view w as select a from v where b = 'x';
-- to
create table t (a bigint, b varchar(10));
create view v as select a, b from t;
create view w as select a from v where b = 'x';
-- pair: a column vanishes that a view showed
create table t (a int, b text);
create view v as select a, b from t;
-- to
create table t (a int);
create view v as select a from t;
-- pair: a column vanishes that only the filter of a view used
create table t (a int, b text);
create view v as select a from t where b = 'x';
-- to
create table t (a int);
create view v as select a from t where a > 0;
-- pair: a column comes that a view shows at once
create table t (a int);
create view v as select * from t;
-- to
create table t (a int, b text);
create view v as select * from t;
-- pair: a view becomes a table
create table t (a int);
create view v as select a from t;
-- to
create table t (a int);
create table v (a int);
-- pair: a view becomes a materialized view
create table t (a int);
create view v as select a from t;
create view w as select a from v;
-- to
create table t (a int);
create materialized view v as select a from t;
create view w as select a from v;
-- pair: a view with defaults
create table t (a int, b text);
create view v as select a, b from t;
create view w as select a, b from t;
alter view w alter column a set default 3;
-- to
create table t (a int, b text);
create view v as select a, b from t;
alter view v alter column b set default 'x;y';
create view w as select a, b from t;
alter view w alter column b set default 'z';
-- pair: comments of the columns of a view change
create table t (a int, b text);
create view v as select a, b from t;
comment on column v.a is 'one';
comment on column v.b is 'two';
-- to
create table t (a int, b text);
create view v as select a, b from t;
comment on column v.b is 'three';
-- pair: a recursive view
create table node (id int, parent int);
-- to
create table node (id int, parent int);
create recursive view tree (id, depth) as
    select id, 0 from node where parent is null
    union all select n.id, t.depth + 1 from node n join tree t on n.parent = t.id;
-- pair: a view in another schema uses a table of the first
create schema a; create table a.t (x int);
-- to
create schema a; create table a.t (x int);
create schema "B b"; create view "B b".v as select x from a.t;
-- pair: a materialized view is new
create table t (a int, b text);
-- to
create table t (a int, b text);
create materialized view m with (fillfactor = 80) as select a, b from t;
create materialized view empty as select count(*) as n from t with no data;
comment on materialized view m is 'stored';
comment on column m.a is 'a';
-- pair: a materialized view selects something else
create table t (a int, b text);
create materialized view m as select a from t;
create view v as select a from m;
-- to
create table t (a int, b text);
create materialized view m as select a, b from t where a > 0;
create view v as select a from m;
-- pair: parameters of a materialized view
create table t (a int);
create materialized view m with (fillfactor = 70, autovacuum_enabled = false) as select a from t;
alter materialized view m alter column a set statistics 20;
-- to
create table t (a int);
create materialized view m with (fillfactor = 80) as select a from t;
-- pair: a column below a materialized view changes its type
create table t (a int, b text);
create materialized view m as select a, b from t;
create materialized view n as select a from m;
-- to
create table t (a bigint, b text);
create materialized view m as select a, b from t;
create materialized view n as select a from m;
-- pair: a view calls a function that is new
create table t (a int);
-- to
create table t (a int);
create function twice(n int) returns int language sql immutable as 'select n * 2';
create view v as select twice(a) as b from t;
-- pair: a view calls a function that gets other arguments
create table t (a int);
create function twice(n int) returns int language sql immutable as 'select n * 2';
create view v as select twice(a) as b from t;
-- to
create table t (a int);
create function twice(n bigint) returns int language sql immutable as 'select (n * 2)::int';
create view v as select twice(a) as b from t;
-- pair: a view calls a function that returns another type
create table t (a int);
create function twice(n int) returns int language sql immutable as 'select n * 2';
create view v as select a, twice(a) as b from t;
create view w as select b from v;
-- to
create table t (a int);
create function twice(n int) returns bigint language sql immutable as 'select n * 2::bigint';
create view v as select a, twice(a) as b from t;
create view w as select b from v;
-- pair: a rule of a view and one of a table
create table t (a int);
create view v as select a from t;
create rule old_one as on delete to t do instead nothing;
-- to
create table t (a int);
create view v as select a from t;
create rule into_t as on insert to v do instead insert into t values (new.a);
comment on rule into_t on v is 'on and on';
-- pair: a rule does something else and is switched off
create table t (a int);
create table log (a int);
create rule r as on insert to t do also insert into log values (new.a);
-- to
create table t (a int);
create table log (a int);
create rule r as on insert to t where new.a > 0 do also insert into log values (new.a + 1);
alter table t disable rule r;
-- pair: a view of values, and views that filter by lists
create table t (a varchar(5), b text);
-- to
create table t (a varchar(5), b text);
create view few (n, word) as values (1, 'a'), (2, 'b');
create view several as select a from t where a in ('x', 'y') and b in ('x', 'y');
create materialized view others as select a from t where a not in ('x', 'y');
create view joined as select t.a, w.n from t join (values ('x', 1), ('y', 2)) w (a, n) on w.a = t.a;
