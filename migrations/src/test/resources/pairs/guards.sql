-- pair: a trigger is new
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
-- to
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger "My Trigger" before insert or update of a on t for each row when (new.a > 0) execute function f('x', 'y''z');
comment on trigger "My Trigger" on t is 'guards';
-- pair: a trigger fires at other times
create table t (a int, b int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g before insert on t for each row execute function f();
-- to
create table t (a int, b int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g after update of b or delete on t for each statement execute function f();
-- pair: a trigger calls another function
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g before insert on t for each row execute function f();
-- to
create table t (a int);
create function h() returns trigger language plpgsql as 'begin return new; end';
create trigger g before insert on t for each row execute function h();
-- pair: constraint triggers
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create constraint trigger g after insert on t deferrable initially deferred for each row execute function f();
create constraint trigger h after insert on t for each row execute function f();
-- to
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create constraint trigger g after insert on t for each row execute function f();
create trigger h after insert on t for each row execute function f();
-- pair: triggers are switched off and on
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger a before insert on t for each row execute function f();
create trigger b before insert on t for each row execute function f();
create trigger c before insert on t for each row execute function f();
alter table t disable trigger b;
-- to
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger a before insert on t for each row execute function f();
create trigger b before insert on t for each row execute function f();
create trigger c before update on t for each row execute function f();
alter table t enable always trigger a;
alter table t enable replica trigger c;
-- pair: a trigger with tables of what changed
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return null; end';
-- to
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return null; end';
create trigger g after update on t referencing old table as old_rows new table as new_rows for each statement execute function f();
-- pair: a trigger on a view
create table t (a int);
create view v as select a from t;
-- to
create table t (a int);
create view v as select a from t;
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g instead of insert on v for each row execute function f();
-- pair: a view with a trigger is made anew
create table t (a int, b int);
create view v as select a, b from t;
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g instead of insert on v for each row execute function f();
-- to
create table t (a int, b int);
create view v as select b, a from t;
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g instead of insert on v for each row execute function f();
-- pair: a column that a trigger watches changes its type
create table t (a int, b text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g before update of a on t for each row when (old.b is distinct from new.b) execute function f();
-- to
create table t (a bigint, b varchar(9));
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g before update of a on t for each row when (old.b is distinct from new.b) execute function f();
-- pair: a table goes with its trigger and the function stays
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g before insert on t for each row execute function f();
-- to
create function f() returns trigger language plpgsql as 'begin return new; end';
-- pair: row level security with policies
create table t (a int, owner name);
-- to
create table t (a int, owner name);
alter table t enable row level security;
alter table t force row level security;
create policy reads on t for select to pg_monitor, public using (true);
create policy "Own Rows" on t as restrictive to pg_read_all_data using (owner = current_user) with check (a > 0);
create policy adds on t for insert with check (owner = current_user);
comment on policy adds on t is 'own rows';
-- pair: policies change in place
create table t (a int);
create policy p on t for update to pg_monitor using (a > 1) with check (a > 1);
create policy q on t for select to pg_monitor using (a > 1);
-- to
create table t (a int);
create policy p on t for update to pg_read_all_data, pg_monitor using (a > 2) with check (a > 3);
create policy q on t for select to public using (a > 1);
-- pair: policies that have to be made anew
create table t (a int);
create policy p on t for update using (a > 1) with check (a > 1);
create policy q on t for select using (a > 1);
create policy r on t using (a > 1);
-- to
create table t (a int);
create policy p on t for update using (a > 1);
create policy q on t for delete using (a > 1);
create policy r on t as restrictive using (a > 1);
-- pair: a policy asks another table and a function
create table t (a int);
-- to
create function z_allowed(int) returns boolean language sql stable as 'select true';
create table a_grants (a int);
create table t (a int);
create policy p on t using (exists (select from a_grants g where g.a = t.a) and z_allowed(a));
-- pair: a column that a policy uses changes its type
create table t (a int, b int);
create policy p on t using (a > 1);
-- to
create table t (a bigint, b int);
create policy p on t using (a > 1);
-- pair: a column goes that a policy used
create table t (a int, b int);
create policy p on t using (b > 1);
-- to
create table t (a int);
create policy p on t using (a > 1);
-- pair: statistics over several columns
create table t (a int, b int, c text);
create statistics gone (dependencies) on a, b from t;
create statistics changed (dependencies) on a, b from t;
create statistics finer (ndistinct) on a, b from t;
-- to
create table t (a int, b int, c text);
create statistics changed (ndistinct, mcv) on a, b, c from t;
create statistics finer (ndistinct) on a, b from t;
alter statistics finer set statistics 500;
create statistics fresh on (a + b), (lower(c)) from t;
comment on statistics fresh is 'sums';
-- pair: a column with statistics changes its type
create table t (a int, b int);
create statistics s (dependencies) on a, b from t;
-- to
create table t (a bigint, b int);
create statistics s (dependencies) on a, b from t;
-- pair: extensions
create extension hstore;
-- to
create schema tools;
create extension citext with schema tools;
create table t (a tools.citext);
-- pair: an extension moves to another schema
create extension citext;
create table t (a int);
-- to
create schema tools;
create extension citext with schema tools;
create table t (a int);
-- pair: a collation
create table t (a text);
-- to
create collation "German" (locale = 'C');
create table t (a text collate "German");
-- pair: publications
create table t (a int primary key);
create table u (a int primary key);
create publication gone for table t;
create publication kept for table t with (publish = 'insert');
create publication widened for table t;
-- to
create table t (a int primary key);
create table u (a int primary key);
create publication kept for table t, u with (publish = 'insert, update', publish_via_partition_root);
create publication widened for all tables;
create publication fresh for table u;
comment on publication fresh is 'new';
-- pair: publications of schemas and of some rows
-- since: 15
create table t (a int primary key, b int);
create publication p for table t;
-- to
create table t (a int primary key, b int);
create schema s;
create publication p for table t (a) where (a > 3);
create publication q for tables in schema s;
-- pair: event triggers
create function f() returns event_trigger language plpgsql as 'begin end';
create event trigger gone on ddl_command_end execute function f();
create event trigger off on ddl_command_end execute function f();
create event trigger other on sql_drop execute function f();
-- to
create function f() returns event_trigger language plpgsql as 'begin end';
create event trigger off on ddl_command_end execute function f();
alter event trigger off disable;
create event trigger other on ddl_command_start when tag in ('CREATE TABLE', 'DROP TABLE') execute function f();
