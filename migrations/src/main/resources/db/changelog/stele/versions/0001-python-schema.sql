--liquibase formatted sql

--changeset stele:0001-python-schema
--comment The schema of the Python system at Alembic head 25de3619cb35, names and quirks included; later versions mend it.
create type uploadstatus as enum ('IN_PROGRESS', 'COMPLETED', 'FAILED');

create table "user" (
    email           varchar not null,
    is_active       boolean not null,
    is_superuser    boolean not null,
    full_name       varchar,
    id              serial,
    hashed_password varchar not null,
    constraint user_pkey primary key (id)
);
create unique index ix_user_email on "user" (email);

create table team (
    description varchar,
    id          serial,
    name        varchar not null,
    owner_id    integer not null,
    workflow    varchar not null,
    constraint team_pkey primary key (id),
    constraint team_name_key unique (name),
    constraint team_owner_id_fkey foreign key (owner_id) references "user" (id)
);

create table member (
    name        varchar          not null,
    backstory   varchar,
    role        varchar          not null,
    type        varchar          not null,
    owner_of    integer,
    position_x  double precision not null,
    position_y  double precision not null,
    source      integer,
    provider    varchar          not null,
    model       varchar          not null,
    temperature double precision not null,
    id          serial,
    belongs_to  integer          not null,
    interrupt   boolean          not null default false,
    base_url    varchar,
    constraint member_pkey primary key (id),
    constraint unique_team_and_name unique (name, belongs_to),
    constraint member_belongs_to_fkey foreign key (belongs_to) references team (id)
);

create table skill (
    name            varchar not null,
    description     varchar not null,
    id              serial,
    managed         boolean not null,
    tool_definition json,
    owner_id        integer not null,
    constraint skill_pkey primary key (id),
    constraint skill_owner_id_fkey foreign key (owner_id) references "user" (id)
);

create table upload (
    name          varchar                     not null,
    id            serial,
    owner_id      integer                     not null,
    last_modified timestamp without time zone not null,
    description   varchar                     not null,
    status        uploadstatus                not null,
    constraint upload_pkey primary key (id),
    constraint upload_owner_id_fkey foreign key (owner_id) references "user" (id)
);

create table memberskillslink (
    member_id integer not null,
    skill_id  integer not null,
    constraint memberskillslink_pkey primary key (member_id, skill_id),
    constraint memberskillslink_member_id_fkey foreign key (member_id) references member (id) on delete cascade,
    constraint memberskillslink_skill_id_fkey foreign key (skill_id) references skill (id) on delete cascade
);

create table memberuploadslink (
    member_id integer not null,
    upload_id integer not null,
    constraint memberuploadslink_pkey primary key (member_id, upload_id),
    constraint memberuploadslink_member_id_fkey foreign key (member_id) references member (id) on delete cascade,
    constraint memberuploadslink_upload_id_fkey foreign key (upload_id) references upload (id) on delete cascade
);

create table thread (
    query      varchar                  not null,
    id         uuid                     not null,
    updated_at timestamp with time zone not null default now(),
    team_id    integer                  not null,
    constraint thread_pkey primary key (id),
    constraint thread_team_id_fkey foreign key (team_id) references team (id)
);
create index ix_thread_id on thread (id);

create table checkpoints (
    thread_id            uuid                     not null,
    checkpoint_ns        varchar                  not null default '',
    checkpoint_id        uuid                     not null,
    parent_checkpoint_id uuid,
    type                 varchar,
    checkpoint           jsonb,
    metadata             jsonb                    not null default '{}',
    created_at           timestamp with time zone not null default now(),
    constraint checkpoints_pkey1 primary key (thread_id, checkpoint_ns, checkpoint_id),
    constraint checkpoints_thread_id_fkey1 foreign key (thread_id) references thread (id)
);

create table checkpoint_blobs (
    thread_id     uuid    not null,
    checkpoint_ns varchar not null default '',
    channel       varchar not null,
    version       varchar not null,
    type          varchar not null,
    blob          bytea,
    constraint checkpoint_blobs_pkey primary key (thread_id, checkpoint_ns, channel, version),
    constraint checkpoint_blobs_thread_id_fkey foreign key (thread_id) references thread (id)
);

create table checkpoint_writes (
    thread_id     uuid    not null,
    checkpoint_ns varchar not null default '',
    checkpoint_id uuid    not null,
    task_id       uuid    not null,
    idx           integer not null,
    channel       varchar not null,
    type          varchar,
    blob          bytea   not null,
    constraint checkpoint_writes_pkey primary key (thread_id, checkpoint_ns, checkpoint_id, task_id, idx),
    constraint checkpoint_writes_thread_id_fkey foreign key (thread_id) references thread (id)
);

create table apikey (
    description varchar,
    id          serial,
    hashed_key  varchar not null,
    short_key   varchar not null,
    team_id     integer not null,
    created_at  timestamp with time zone,
    constraint apikey_pkey primary key (id),
    constraint apikey_team_id_fkey foreign key (team_id) references team (id)
);
--rollback drop table apikey;
--rollback drop table checkpoint_writes;
--rollback drop table checkpoint_blobs;
--rollback drop table checkpoints;
--rollback drop table thread;
--rollback drop table memberuploadslink;
--rollback drop table memberskillslink;
--rollback drop table upload;
--rollback drop table skill;
--rollback drop table member;
--rollback drop table team;
--rollback drop table "user";
--rollback drop type uploadstatus;
