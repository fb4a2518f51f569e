-- pair: grants come, change and go
create table t (a int, b int, c int);
grant select, insert on t to pg_monitor;
grant update (a) on t to pg_read_all_data;
grant all on t to pg_write_all_data;
-- to
create table t (a int, b int, c int);
grant select on t to pg_monitor with grant option;
grant update (a, b), select (c) on t to pg_read_all_data;
grant select on t to public;
-- pair: grants on all kinds of objects
create schema s; create sequence q; create type e as enum ('a'); create domain d as int;
create function f(int) returns int language sql as 'select 1'; create procedure p() language sql as 'select 1';
create table t (a int); create view v as select a from t; create materialized view m as select a from t;
-- to
create schema s; create sequence q; create type e as enum ('a'); create domain d as int;
create function f(int) returns int language sql as 'select 1'; create procedure p() language sql as 'select 1';
create table t (a int); create view v as select a from t; create materialized view m as select a from t;
grant usage, create on schema s to pg_monitor; grant usage on sequence q to pg_monitor;
grant usage on type e to pg_monitor; grant usage on domain d to pg_monitor;
grant execute on function f(int) to pg_monitor; grant execute on procedure p() to pg_monitor;
grant select on v, m to pg_monitor;
-- pair: what everybody may do by itself is taken away
create function f() returns int language sql as 'select 1'; create type e as enum ('a');
create function back() returns int language sql as 'select 1'; revoke execute on function back() from public;
-- to
create function f() returns int language sql as 'select 1'; create type e as enum ('a');
create function back() returns int language sql as 'select 1';
revoke execute on function f() from public; revoke usage on type e from public;
-- pair: new objects come with their grants
-- to
create schema s; grant usage on schema s to pg_monitor;
create table s.t (a int); grant select, update (a) on s.t to pg_monitor;
create function s.f() returns int language sql as 'select 1'; revoke execute on function s.f() from public;
-- pair: objects go with their grants
create schema s; grant usage on schema s to pg_monitor;
create table s.t (a int); grant select, update (a) on s.t to pg_monitor;
-- to
create table other (a int);
-- pair: a view that is made anew keeps its grants
create table t (a int, b int);
create view v as select a, b from t; grant select on v to pg_monitor;
-- to
create table t (a int, b int);
create view v as select b, a from t; grant select on v to pg_monitor;
-- pair: grants on objects still to be made
create schema s;
alter default privileges in schema s grant select on tables to pg_monitor;
alter default privileges in schema s grant usage on sequences to pg_monitor;
-- to
create schema s;
alter default privileges in schema s grant select, insert on tables to pg_monitor, pg_read_all_data;
alter default privileges in schema s grant execute on functions to pg_monitor with grant option;
-- pair: grants in a schema with names that need quotes
create schema "My S"; create table "My S"."T" ("A" int);
-- to
create schema "My S"; create table "My S"."T" ("A" int);
grant usage on schema "My S" to pg_monitor; grant select ("A") on "My S"."T" to pg_monitor;
-- pair: new objects are not given what others get by themselves
alter default privileges grant select, insert on tables to pg_monitor;
alter default privileges grant usage on sequences to pg_monitor;
alter default privileges revoke execute on functions from public;
alter default privileges grant usage on types to pg_monitor with grant option;
create table base (a int, n int); create view v as select a from base; revoke all on v from pg_monitor;
-- to
alter default privileges grant select, insert on tables to pg_monitor;
alter default privileges grant usage on sequences to pg_monitor;
alter default privileges revoke execute on functions from public;
alter default privileges grant usage on types to pg_monitor with grant option;
create table base (a int, n int generated always as identity); revoke usage on sequence base_n_seq from pg_monitor;
create view v as select n, a from base; revoke all on v from pg_monitor;
create table none (a int generated always as identity); revoke all on none from pg_monitor;
revoke all on sequence none_a_seq from pg_monitor;
create table less (a int generated always as identity); revoke insert on less from pg_monitor;
create table more (a serial); grant update on more to pg_monitor with grant option; revoke all on sequence more_a_seq from pg_monitor;
create table as_given (a serial);
create function f() returns int language sql as 'select 1'; grant execute on function f() to public;
create function g() returns int language sql as 'select 1';
create aggregate total(int) (sfunc = int4pl, stype = int); grant execute on function total(int) to public;
create aggregate number(*) (sfunc = int8inc, stype = bigint, initcond = '0'); grant execute on function number() to public;
create type e as enum ('a'); revoke usage on type e from pg_monitor;
create domain d as int; revoke grant option for usage on domain d from pg_monitor;
create materialized view m as select a from base; revoke all on m from pg_monitor;
create procedure p() language sql as 'select 1'; grant execute on procedure p() to public;
create schema s; create table s.t (a int); revoke all on s.t from pg_monitor;
-- pair: new objects in a schema are not given what others get by themselves
create schema s;
alter default privileges revoke execute on functions from public;
alter default privileges in schema s grant execute on functions to public;
alter default privileges in schema s grant select on tables to pg_monitor;
alter default privileges grant usage on schemas to pg_monitor;
-- to
create schema s;
alter default privileges in schema s grant select on tables to pg_read_all_data;
create table s.t (a int); revoke all on s.t from pg_read_all_data;
create table s.u (a int);
create function s.f() returns int language sql as 'select 1';
create function g() returns int language sql as 'select 1';
create schema bare; comment on schema s is 'of its own';
-- pair: default privileges of another role give nothing
alter default privileges for role pg_monitor grant select on tables to public;
-- to
alter default privileges for role pg_monitor grant select on tables to public;
create table t (a int); grant select on t to public; create table u (a int);
