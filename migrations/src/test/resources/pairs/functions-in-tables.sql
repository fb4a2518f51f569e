-- pair: defaults that call functions
create table t (a int);
-- to
create function f() returns int language sql as 'select 1';
create table t (a int default public.f(), b uuid default gen_random_uuid(), c int not null default public.f());
-- pair: a function over the row type of a table with that default
-- to
create table t (a int, b int);
create function f(x t) returns int language sql as 'select 1';
create function g() returns int language sql as 'select count(*)::int from public.t';
alter table t alter b set default public.g();
