-- pair: a partitioned table with partitions of all kinds
-- to
create table day (id int not null, at date not null, note text default 'x', primary key (id, at)) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
create table day_rest partition of day default;
create table land (code text, n int) partition by list (code);
create table land_a partition of land for values in ('a', 'b', null);
create table part (id bigint) partition by hash (id);
create table part_0 partition of part for values with (modulus 2, remainder 0);
create table part_1 partition of part for values with (modulus 2, remainder 1);
create index note_idx on day (note);
comment on table day_1 is 'first';
-- pair: a partition comes and another goes
create table day (id int, at date, check (id > 0)) partition by range (at);
create index on day (id);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
-- to
create table day (id int, at date, check (id > 0)) partition by range (at);
create index on day (id);
create table day_2 partition of day for values from ('2026-02-01') to ('2026-03-01');
-- pair: a partition is detached and stays
create table day (id int not null, at date not null, primary key (id, at)) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
-- to
create table day (id int not null, at date not null, primary key (id, at)) partition by range (at);
create table day_1 (id int not null, at date not null, primary key (id, at));
-- pair: the bounds of a partition move
create table day (at date) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
-- to
create table day (at date) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-03-01');
-- pair: columns of a table with partitions
create table day (id int, at date, gone text) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
-- to
create table day (id bigint not null, at date, fresh text default 'a' not null) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
-- pair: defaults of a partition differ from those of its parent
create table day (id int default 1, at date) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
-- to
create table day (id int default 2, at date) partition by range (at);
create table day_1 partition of day (id default 3) for values from ('2026-01-01') to ('2026-02-01');
create table day_2 partition of day (id default 4) for values from ('2026-02-01') to ('2026-03-01');
-- pair: indexes and keys of a table with partitions
create table day (id int not null, at date not null, n int) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
create index gone on day (id);
create index changed on day (n);
-- to
create table day (id int not null, at date not null, n int, primary key (id, at)) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
create index changed on day (n, id);
create unique index fresh on day (at);
-- pair: an index of a partition has a name of its own
create table day (id int, at date) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
-- to
create table day (id int, at date) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
create index my_own on day_1 (id);
create index on day (id);
create index alone on day_1 (at, id);
-- pair: checks and foreign keys of a table with partitions
create table ref (id int primary key);
create table day (id int, at date) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
-- to
create table ref (id int primary key);
create table day (id int references ref, at date, constraint positive check (id > 0)) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
-- pair: a foreign key to a table with partitions
create table day (id int not null, at date not null, primary key (id, at)) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
-- to
create table day (id int not null, at date not null, primary key (id, at)) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
create table seen (id int, at date, foreign key (id, at) references day);
-- pair: partitions of partitions
create table day (a int, b int) partition by list (a);
-- to
create table day (a int, b int) partition by list (a);
create table day_1 partition of day for values in (1) partition by list (b);
create table day_1_1 partition of day_1 for values in (1);
create index on day (b);
-- pair: triggers of a table with partitions
create function f() returns trigger language plpgsql as 'begin return new; end';
create table day (a int) partition by list (a);
create table day_1 partition of day for values in (1);
create trigger gone after insert on day for each row execute function f();
-- to
create function f() returns trigger language plpgsql as 'begin return new; end';
create table day (a int) partition by list (a);
create table day_1 partition of day for values in (1);
create table day_2 partition of day for values in (2);
create trigger fresh after insert on day for each row execute function f();
create trigger own after update on day_2 for each row execute function f();
-- pair: a table becomes a table with partitions
create table day (a int, b text default 'x');
create view v as select a from day;
-- to
create table day (a int, b text default 'x') partition by list (a);
create table day_1 partition of day for values in (1);
create view v as select a from day;
-- pair: tables with partitions vanish
create table other (a int primary key) partition by list (a);
create table other_1 partition of other for values in (1);
create table day (a int primary key references other) partition by list (a);
create table day_1 partition of day for values in (1);
-- to
create table rest (a int);
-- pair: a partition that inherits nothing but its columns is joined as it is
create table day (a int, b int) partition by list (a);
create table day_1 (b int, a int, check (b > 0));
-- to
create table day (a int, b int) partition by list (a);
create table day_1 (b int, a int, check (b > 0));
alter table day attach partition day_1 for values in (1);
-- pair: a table that inherits, without a partition
create table base (a int not null, b text default 'x', constraint positive check (a > 0));
-- to
create table base (a int not null, b text default 'x', constraint positive check (a > 0));
create table child (c int, d text default 'y') inherits (base);
alter table child alter column b set default 'z';
-- pair: what tables without a partition inherit changes
create table base (a int, b text, gone int);
create table child (c int) inherits (base);
-- to
create table base (a bigint not null, b text default 'x', constraint positive check (a > 0));
create table child (c int) inherits (base);
-- pair: a table without a partition inherits from two
create table one (a int); create table two (b int);
-- to
create table one (a int); create table two (b int);
create table both_of_them (c int) inherits (two, one);
-- pair: a partition is detached, and a column is no longer null or not
create table day (id int not null, at date not null, b text) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
-- to
create table day (id int not null, at date not null, b text) partition by range (at);
create table day_1 (id int, at date constraint dated not null, b text not null);
-- pair: a table leaves the one it inherits from
create table base (a int not null, b int constraint given not null);
create table child (a int not null, b int, c int not null) inherits (base);
-- to
create table base (a int not null, b int constraint given not null);
create table child (a int not null, b int not null, c int not null);
-- pair: a table that inherits defines a column too
create table other (x int);
-- to
create table base (a int not null, b text);
create table child (a int, c int) inherits (base);
-- pair: the type of a column that is inherited and defined
create table base (a int, b text);
create table child (a int, c int) inherits (base);
-- to
create table base (a bigint, b text);
create table child (a bigint, c int) inherits (base);
-- pair: a table that is there joins the one it inherits from
create table base (a int not null, b text);
create table child (a int not null, b text, c int);
-- to
create table base (a int not null, b text);
create table child (a int not null, b text, c int);
alter table child inherit base;
-- pair: a table joins whose own index is like that of the parent
create table day (id int, at date) partition by range (at); create index day_idx on day (id);
create table day_1 (id int, at date); create index a_own on day_1 (id);
create table day_2 (id int, at date); create index d_own on day_2 (id); create index a_joins on day_2 (id);
-- to
create table day (id int, at date) partition by range (at); create index day_idx on day (id);
create table day_1 (id int, at date); create index z_joins on day_1 (id);
create table day_2 (id int, at date); create index a_joins on day_2 (id);
alter table day attach partition day_1 for values from ('2026-01-01') to ('2026-02-01');
alter table day attach partition day_2 for values from ('2026-02-01') to ('2026-03-01');
create index a_own on day_1 (id); create index d_own on day_2 (id);
-- pair: an index comes to a parent and to a partition with one like it
create table day (id int, at date) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
create index a_own on day_1 (id);
-- to
create table day (id int, at date) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
create index z_joins on day_1 (id); create index day_idx on day (id); create index a_own on day_1 (id);
create table day_2 (id int, at date);
create unique index d2_joins on day_2 (id, at); create unique index uniq on day (id, at);
create table day_3 (id int, at date); create unique index z3_joins on day_3 (id, at); create index z3_too on day_3 (id);
alter table day attach partition day_2 for values from ('2026-02-01') to ('2026-03-01');
alter table day attach partition day_3 for values from ('2026-03-01') to ('2026-04-01');
create unique index a3_own on day_3 (id, at); create index a3_too on day_3 (id);
alter table day_2 add constraint a2_key unique (id, at);
-- pair: an index goes that the key of a partition is part of
create table day (id int not null, at date not null) partition by range (at);
create table day_1 (id int not null, at date not null, constraint kept primary key (id, at));
create table day_2 (id int not null, at date not null, constraint gone unique (id, at));
create unique index up on only day (id, at);
alter table day attach partition day_1 for values from ('2026-01-01') to ('2026-02-01');
alter table day attach partition day_2 for values from ('2026-02-01') to ('2026-03-01');
-- to
create table day (id int not null, at date not null) partition by range (at);
create table day_1 (id int not null, at date not null, constraint kept primary key (id, at));
create table day_2 (id int not null, at date not null);
alter table day attach partition day_1 for values from ('2026-01-01') to ('2026-02-01');
alter table day attach partition day_2 for values from ('2026-02-01') to ('2026-03-01');
-- pair: an index becomes a key that those of partitions are part of
create table day (id int not null, at date not null) partition by range (at);
create table day_1 (id int not null, at date not null, constraint day_1_pkey primary key (id, at));
create unique index day_pkey on day (id, at);
alter table day attach partition day_1 for values from ('2026-01-01') to ('2026-02-01');
-- to
create table day (id int not null, at date not null) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
alter table day add constraint day_pkey primary key (id, at);
-- pair: a partition of a table that counts by itself
create table day (id int generated always as identity, at date) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
create table day_2 (id int generated always as identity, at date);
-- to
create table day (id int generated always as identity, at date) partition by range (at);
create table day_1 (id int generated always as identity, at date);
create table day_2 (id int not null, at date);
alter table day attach partition day_2 for values from ('2026-02-01') to ('2026-03-01');
create table day_3 partition of day for values from ('2026-03-01') to ('2026-04-01');
-- pair: a table with partitions counts by itself, and no more
create table day (id int not null, at date, n int generated always as identity) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
-- to
create table day (id int generated always as identity, at date, n int not null) partition by range (at);
create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01');
-- pair: a table that inherits does not count by itself
create table p (id int not null); create table c () inherits (p);
-- to
create table p (id int generated always as identity); create table c () inherits (p); create table d () inherits (p);
