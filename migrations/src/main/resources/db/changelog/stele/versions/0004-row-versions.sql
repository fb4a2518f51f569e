--liquibase formatted sql

--changeset stele:0004-touch-function splitStatements:false
--comment Called only where a writer left the version or the time alone: the Python system, psql, HQL. Our own updates set both.
create function stele_touch() returns trigger language plpgsql as $$
begin
    if new.version = old.version then
        new.version := old.version + 1;
    end if;
    new.updated_at := now();
    return new;
end
$$;
--rollback drop function stele_touch();

--changeset stele:0004-user-is-versioned
alter table "user"
    add column version bigint not null default 0,
    add column created_at timestamp with time zone not null default now(),
    add column updated_at timestamp with time zone not null default now();
create trigger user_touched before update on "user"
    for each row when (new.version = old.version or new.updated_at = old.updated_at)
    execute function stele_touch();
--rollback drop trigger user_touched on "user";
--rollback alter table "user" drop column version, drop column created_at, drop column updated_at;

--changeset stele:0004-team-is-versioned
alter table team
    add column version bigint not null default 0,
    add column created_at timestamp with time zone not null default now(),
    add column updated_at timestamp with time zone not null default now();
create trigger team_touched before update on team
    for each row when (new.version = old.version or new.updated_at = old.updated_at)
    execute function stele_touch();
--rollback drop trigger team_touched on team;
--rollback alter table team drop column version, drop column created_at, drop column updated_at;

--changeset stele:0004-member-is-versioned
alter table member
    add column version bigint not null default 0,
    add column created_at timestamp with time zone not null default now(),
    add column updated_at timestamp with time zone not null default now();
create trigger member_touched before update on member
    for each row when (new.version = old.version or new.updated_at = old.updated_at)
    execute function stele_touch();
--rollback drop trigger member_touched on member;
--rollback alter table member drop column version, drop column created_at, drop column updated_at;

--changeset stele:0004-skill-is-versioned
alter table skill
    add column version bigint not null default 0,
    add column created_at timestamp with time zone not null default now(),
    add column updated_at timestamp with time zone not null default now();
create trigger skill_touched before update on skill
    for each row when (new.version = old.version or new.updated_at = old.updated_at)
    execute function stele_touch();
--rollback drop trigger skill_touched on skill;
--rollback alter table skill drop column version, drop column created_at, drop column updated_at;

--changeset stele:0004-upload-is-versioned
--comment An upload is no younger than its last modification.
alter table upload
    add column version bigint not null default 0,
    add column created_at timestamp with time zone not null default now(),
    add column updated_at timestamp with time zone not null default now();
update upload set created_at = last_modified, updated_at = last_modified;
create trigger upload_touched before update on upload
    for each row when (new.version = old.version or new.updated_at = old.updated_at)
    execute function stele_touch();
--rollback drop trigger upload_touched on upload;
--rollback alter table upload drop column version, drop column created_at, drop column updated_at;

--changeset stele:0004-apikey-is-versioned
--comment Nothing of a key could be changed so far.
alter table apikey
    add column version bigint not null default 0,
    add column updated_at timestamp with time zone not null default now();
update apikey set updated_at = created_at;
create trigger apikey_touched before update on apikey
    for each row when (new.version = old.version or new.updated_at = old.updated_at)
    execute function stele_touch();
--rollback drop trigger apikey_touched on apikey;
--rollback alter table apikey drop column version, drop column updated_at;

--changeset stele:0004-thread-is-versioned
--comment A thread is no younger than its last change; the rewrite leaves no dead rows, an update would.
alter table thread
    add column version bigint not null default 0,
    add column created_at timestamp with time zone not null default now();
alter table thread alter column created_at type timestamp with time zone using updated_at;
create trigger thread_touched before update on thread
    for each row when (new.version = old.version or new.updated_at = old.updated_at)
    execute function stele_touch();
--rollback drop trigger thread_touched on thread;
--rollback alter table thread drop column version, drop column created_at;

--changeset stele:0004-upload-last-modified-is-stamped splitStatements:false
--comment By the clock of the database, whoever renames or describes the file.
create function stele_stamp_last_modified() returns trigger language plpgsql as $$
begin
    new.last_modified := now();
    return new;
end
$$;
create trigger upload_modified before update on upload
    for each row when ((new.name, new.description) is distinct from (old.name, old.description))
    execute function stele_stamp_last_modified();
--rollback drop trigger upload_modified on upload;
--rollback drop function stele_stamp_last_modified();
