-- pair: functions in several languages
-- to
create function one() returns int language sql as 'select 1';
create function two(n int default 2, variadic rest text[] default '{}') returns setof text language plpgsql stable strict
    security definer cost 50 rows 10 parallel safe set search_path = pg_catalog as $$
begin
    return query select unnest(rest); -- with a quote ' and a ;
end $$;
create function three(inout a int, out b text) language sql as 'select a, ''x''';
create function four() returns table (id int, "Odd Name" text) language sql as $_$ select 1, '$$' $_$;
comment on function one() is 'uno';
comment on function two(int, text[]) is 'due';
-- pair: the body of a function changes
create function f(a int) returns int language sql as 'select a';
-- to
create function f(a int) returns int language sql immutable as 'select a + 1';
-- pair: a function changes its result
create function f(a int) returns int language sql as 'select a';
-- to
create function f(a int) returns bigint language sql as 'select a::bigint';
-- pair: an argument changes its name
create function f(a int) returns int language sql as 'select a';
-- to
create function f(b int) returns int language sql as 'select b';
-- pair: an argument without a name gets one
create function f(int) returns int language sql as 'select $1';
-- to
create function f(b int) returns int language sql as 'select b';
-- pair: a default of an argument goes
create function f(a int, b int default 1) returns int language sql as 'select a';
-- to
create function f(a int, b int) returns int language sql as 'select a';
-- pair: overloads come and go
create function f(a int) returns int language sql as 'select a';
create function f(a text) returns int language sql as 'select 1';
-- to
create function f(a int) returns int language sql as 'select a';
create function f(a int, b int) returns int language sql as 'select a + b';
-- pair: an out argument is new
create function f(a int, out b int) language sql as 'select a';
-- to
create function f(a int, out b int, out c int) language sql as 'select a, a';
-- pair: the columns of a returned table change
create function f() returns table (a int) language sql as 'select 1';
-- to
create function f() returns table (a int, b text) language sql as 'select 1, ''x''';
-- pair: a function becomes a procedure
create function f(a int) returns void language sql as 'select 1';
-- to
create procedure f(a int) language sql as 'select 1';
-- pair: procedures
create procedure old(a int) language plpgsql as 'begin end';
create procedure kept(inout a int) language plpgsql as 'begin a := 1; end';
-- to
create procedure kept(inout a int) language plpgsql security definer as 'begin a := 2; end';
create procedure fresh(a int, b text default 'x') language plpgsql as 'begin commit; end';
comment on procedure fresh(int, text) is 'new';
-- pair: an aggregate is new
create function add(a int, b int) returns int language sql immutable as 'select a + b';
-- to
create function add(a int, b int) returns int language sql immutable as 'select a + b';
create aggregate total(int) (sfunc = add, stype = int, initcond = '0', combinefunc = add, parallel = safe);
create aggregate many(*) (sfunc = int8inc, stype = int8, initcond = '0');
comment on aggregate total(int) is 'sum';
-- pair: an aggregate starts elsewhere and a view uses it
create table t (a int);
create aggregate total(int) (sfunc = int4pl, stype = int, initcond = '0');
create view v as select total(a) from t;
-- to
create table t (a int);
create aggregate total(int) (sfunc = int4pl, stype = int, initcond = '10');
create view v as select total(a) from t;
-- pair: an aggregate over an order
-- to
create function step(state int, next int) returns int language sql immutable as 'select coalesce(next, state)';
create function final(state int, fraction int) returns int language sql immutable as 'select state';
create aggregate at(fraction int order by next int) (sfunc = step, stype = int, finalfunc = final);
-- pair: bodies that name what comes after them by name
-- to
set check_function_bodies = off;
create function a_reads() returns bigint language sql as 'select count(*) from public.z_table';
create table z_table (id int);
create function b_calls() returns int language sql as 'select public.z_called()';
create function z_called() returns int language sql as 'select 1';
reset check_function_bodies;
-- pair: a body names a column that is new
create table t (a int);
-- to
create table t (a int, b int);
create function a() returns int language sql as 'select max(b) from public.t';
-- pair: two functions call each other
-- to
create function ping(n int) returns int language sql as 'select 1';
create function pong(n int) returns int language sql as 'select case when n > 0 then public.ping(n - 1) else 0 end';
create or replace function ping(n int) returns int language sql as 'select case when n > 0 then public.pong(n - 1) else 0 end';
-- pair: a default of a table calls a function that reads the table
-- to
create table t (id int, n int);
create function next_n() returns int language sql as 'select coalesce(max(n), 0) + 1 from public.t';
alter table t alter column n set default next_n();
-- pair: a body relies on the search path of its author
create schema app;
-- to
create schema app;
create table app.things (id int);
set search_path = app, public;
create function app.first_thing() returns int language sql as 'select min(id) from things';
reset search_path;
-- pair: a body of standard SQL follows its table
create table t (a int, b int);
create function f() returns bigint language sql begin atomic select sum(a) from t; end;
-- to
create table t (a bigint, b int);
create function f() returns numeric language sql begin atomic select sum(a) from t; end;
-- pair: a body of standard SQL is new together with its table
-- to
create table t (a int);
create function a_f(x int) returns int language sql begin atomic insert into t values (x); select max(a) from t; end;
-- pair: functions with rows of a table
create table t (a int);
-- to
create table t (a int);
create table u (a int, b text);
create function rows_of_u() returns setof u language sql as 'select * from public.u';
create function b_of(u) returns text language sql as 'select $1.b';
-- pair: a function goes with the table whose rows it returned
create table t (a int);
create function a_rows() returns setof t language sql as 'select * from public.t';
-- to
create table u (a int);
-- pair: a type of plpgsql declared after a new table
-- to
set check_function_bodies = off;
create function a() returns int language plpgsql as $$
declare
    r public.z%rowtype;
    n public.z.id%type;
begin
    return n;
end $$;
create table z (id int);
reset check_function_bodies;
-- pair: functions in a schema with an odd name
create schema "My Schema";
-- to
create schema "My Schema";
create function "My Schema"."Do It"("An Arg" int) returns int language sql as 'select "An Arg"';
comment on function "My Schema"."Do It"(int) is 'done';
-- pair: window and trigger functions
-- to
create function nothing() returns trigger language plpgsql as 'begin return null; end';
create function event() returns event_trigger language plpgsql as 'begin end';
-- pair: a function with an argument of a type of an extension
-- to
create extension citext;
create function low(a citext) returns text language sql immutable as 'select lower(a::text)';
