-- pair: a table comes with keys
create table p (id int primary key);
-- to
create table p (id int primary key);
create table c (
    id bigint primary key, a int not null, b int, r int4range,
    constraint c_ab unique (a, b) include (id),
    constraint c_p foreign key (a) references p (id) on delete cascade on update set null deferrable initially deferred,
    constraint c_check check (a > 0 and b < 5) no inherit,
    constraint c_x exclude using gist (r with &&) where (a > 1)
);
create index c_b on c (b desc nulls last) where a > 3;
comment on constraint c_p on c is 'parent';
comment on index c_b is 'idx';
-- pair: constraints come to a live table
create table p (id int, x int); create table c (id int, pid int, k text, r int4range, n int);
-- to
create table p (id int primary key, x int unique);
create table c (id int, pid int references p (id) match full on delete set default, k text,  r int4range, n int constraint n_positive check (n > 0),
  constraint ck unique (k, n) deferrable initially deferred, exclude using gist (r with &&));
-- pair: a primary key moves to other columns
create table t (a int primary key, b int);
-- to
create table t (a int not null, b int not null, constraint t_pkey primary key (a, b));
-- pair: a primary key that is referenced moves
create table t (a int primary key, b int not null unique); create table c (a int references t (a));
-- to
create table t (a int not null, b int not null, constraint t_pkey primary key (b)); create table c (a int references t (b));
-- pair: a unique constraint becomes a unique index
create table t (a int, constraint t_a unique (a));
-- to
create table t (a int); create unique index t_a on t (a);
-- pair: foreign keys change their actions
create table p (id int primary key); create table c (a int constraint f1 references p, b int constraint f2 references p on delete cascade, d int constraint f3 references p deferrable, e int constraint f4 references p);
-- to
create table p (id int primary key); create table c (a int constraint f1 references p on delete cascade, b int constraint f2 references p on update cascade, d int constraint f3 references p, e int constraint f4 references p deferrable initially deferred);
-- pair: foreign keys in a circle
-- to
create table a (id int primary key, b_id int); create table b (id int primary key, a_id int references a);
alter table a add foreign key (b_id) references b;
-- pair: a foreign key to its own table
create table a (id int primary key);
-- to
create table a (id int primary key, parent int references a);
-- pair: constraints that are not validated
create table p (id int primary key); create table c (a int, b int, d int);
-- to
create table p (id int primary key); create table c (a int, b int, d int);
alter table c add constraint f foreign key (a) references p not valid; alter table c add constraint k check (b > 0) not valid;
-- pair: constraints get validated
create table p (id int primary key); create table c (a int, b int, d int);
alter table c add constraint f foreign key (a) references p not valid; alter table c add constraint k check (b > 0) not valid;
-- to
create table p (id int primary key); create table c (a int references p, b int, d int);
alter table c rename constraint c_a_fkey to f; alter table c add constraint k check (b > 0);
-- pair: a check changes its expression
create table t (a int constraint k check (a > 0), b int constraint l check (b > 0));
-- to
create table t (a int constraint k check (a > 1), b int constraint l check (b > 0) no inherit);
-- pair: an enum in a varchar gets another constant
create table t (kind varchar(255) check (kind in ('A', 'B')), other varchar(255) not null check (other in ('X')));
-- to
create table t (kind varchar(255) check (kind in ('A', 'B', 'C')), other varchar(255) not null check (other in ('X', 'Y''s')));
-- pair: a check of many kinds of lists
create table t (a varchar, b text, c char(3), d int);
-- to
create table t (a varchar, b text, c char(3), d int, constraint k check (a not in ('x', 'y') and b in ('p', 'q') and c in ('aaa', 'bbb') and d in (1, 2)));
create view v as select a from t where a in ('x', 'z');
-- pair: nulls not distinct
-- since: 15
create table t (a int, b int constraint u unique);
-- to
create table t (a int constraint v unique nulls not distinct, b int constraint u unique nulls not distinct);
-- pair: storage parameters of keys
create table t (a int constraint u unique with (fillfactor = 70), b int);
-- to
create table t (a int constraint u unique with (fillfactor = 80), b int constraint v unique with (fillfactor = 60));
-- pair: constraints not enforced
-- since: 18
create table p (id int primary key); create table c (a int constraint f references p, b int, d int constraint g references p not enforced, e int constraint k2 check (e > 0));
-- to
create table p (id int primary key); create table c (a int constraint f references p not enforced, b int constraint k check (b > 1) not enforced, d int constraint g references p, e int constraint k2 check (e > 0) not enforced);
-- pair: keys without overlaps
-- since: 18
create extension btree_gist; create table p (id int, during tstzrange); create table c (pid int, during tstzrange);
-- to
create extension btree_gist;
create table p (id int, during tstzrange, constraint pk primary key (id, during without overlaps));
create table c (pid int, during tstzrange, constraint fk foreign key (pid, period during) references p (id, period during));
-- pair: a cluster and a replica identity
create table t (a int not null, b int, c int); create index i on t (b); create unique index j on t (a);
-- to
create table t (a int not null, b int, c int); create index i on t (b); create unique index j on t (a);
alter table t cluster on i; alter table t replica identity using index j;
-- pair: names that need quotes
create table "My Table" ("The Key" int, "order" int);
-- to
create table "My Table" ("The Key" int, "order" int, constraint "My ""Key""" primary key ("The Key"), unique ("order"));
create index "An Index" on "My Table" ("order", "The Key");
-- pair: a table goes with what refers to it
create table p (id int primary key); create table c (id int primary key, pid int references p); create table d (cid int references c, x int);
-- to
create table d (x int, cid int);
-- pair: tables in a circle go
create table a (id int primary key, b_id int); create table b (id int primary key, a_id int references a);
alter table a add foreign key (b_id) references b;
-- to
create table z (a int);
-- pair: a key with its foreign keys gets a wider type
create table p (id int primary key); create table c (id int primary key, pid int references p); create index c_pid on c (pid);
-- to
create table p (id bigint primary key); create table c (id bigint primary key, pid bigint references p); create index c_pid on c (pid);
-- pair: a key becomes a uuid
create table p (id int primary key); create table c (pid int references p on delete cascade);
-- to
create table p (id uuid primary key); create table c (pid uuid references p on delete cascade);
-- pair: named not null constraints
-- since: 18
create table t (a int constraint a_there not null, b int not null, c int, d int constraint x not null);
-- to
create table t (a int not null, b int constraint b_there not null, c int constraint c_there not null, d int constraint y not null);
-- pair: not null constraints not validated
-- since: 18
create table t (a int, b int); alter table t add constraint n not null b not valid;
-- to
create table t (a int, b int constraint n not null); alter table t add constraint m not null a not valid;
-- pair: keys and indexes that are only called differently
create table p (id int constraint old_pk primary key, x int); create table c (pid int constraint old_fk references p, k int constraint old_check check (k > 0)); create index old_idx on c (pid); comment on index old_idx is 'x';
-- to
create table p (id int constraint new_pk primary key, x int); create table c (pid int constraint new_fk references p, k int constraint new_check check (k > 0)); create index new_idx on c (pid); comment on index new_idx is 'y';
-- pair: a primary key moves and its old column may be null
create table t (a int primary key, b int not null, c int);
-- to
create table t (a int, b int primary key, c int not null);
