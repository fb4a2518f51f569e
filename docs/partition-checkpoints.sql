--liquibase formatted sql

--changeset app:partition-checkpoints splitStatements:false rollbackSplitStatements:false
--comment Nothing reads or writes the table meanwhile. It is copied: as much space again is needed until the end.
do $$
begin
    lock table checkpoints in access exclusive mode;
    if exists (select from pg_policy where polrelid = 'checkpoints'::regclass)
        or exists (select from pg_trigger where tgrelid = 'checkpoints'::regclass and not tgisinternal)
        or exists (select from pg_publication_rel where prrelid = 'checkpoints'::regclass) then
        raise exception 'checkpoints has policies, triggers or a publication, which the new table would not have'
            using hint = 'Drop them first and make them again behind this changeset.';
    end if;
end
$$;
alter table checkpoints rename to checkpoints_whole;
alter table checkpoints_whole rename constraint checkpoints_pkey to checkpoints_whole_pkey;
alter index checkpoints_metadata_idx rename to checkpoints_whole_metadata_idx;
create table checkpoints (like checkpoints_whole including all excluding indexes) partition by hash (thread_id);
do $$
begin
    for i in 0..63 loop
        execute format('create table checkpoints_part_%s partition of checkpoints for values with (modulus 64, remainder %s)', i, i);
    end loop;
end
$$;
insert into checkpoints select * from checkpoints_whole;
alter table checkpoints add constraint checkpoints_pkey primary key (thread_id, checkpoint_ns, checkpoint_id);
alter table checkpoints add constraint checkpoints_thread_id_fkey
    foreign key (thread_id) references thread (id) on delete cascade;
create index checkpoints_metadata_idx on checkpoints using gin (metadata jsonb_path_ops);
do $$
declare
    given record;
begin
    for given in
        select a.privilege_type, a.is_grantable, case a.grantee when 0 then 'public' else a.grantee::regrole::text end as role
        from pg_class c, aclexplode(c.relacl) a
        where c.oid = 'checkpoints_whole'::regclass and a.grantee <> c.relowner
    loop
        execute 'grant ' || given.privilege_type || ' on checkpoints to ' || given.role
            || case when given.is_grantable then ' with grant option' else '' end;
    end loop;
    execute 'alter table checkpoints owner to ' || (select relowner::regrole from pg_class where oid = 'checkpoints_whole'::regclass);
end
$$;
drop table checkpoints_whole;
analyze checkpoints;
--rollback alter table checkpoints rename to checkpoints_parts;
--rollback alter table checkpoints_parts rename constraint checkpoints_pkey to checkpoints_parts_pkey;
--rollback alter index checkpoints_metadata_idx rename to checkpoints_parts_metadata_idx;
--rollback create table checkpoints (like checkpoints_parts including all excluding indexes);
--rollback insert into checkpoints select * from checkpoints_parts;
--rollback alter table checkpoints add constraint checkpoints_pkey primary key (thread_id, checkpoint_ns, checkpoint_id);
--rollback alter table checkpoints add constraint checkpoints_thread_id_fkey
--rollback     foreign key (thread_id) references thread (id) on delete cascade;
--rollback create index checkpoints_metadata_idx on checkpoints using gin (metadata jsonb_path_ops);
--rollback do $$
--rollback declare
--rollback     given record;
--rollback begin
--rollback     for given in
--rollback         select a.privilege_type, a.is_grantable, case a.grantee when 0 then 'public' else a.grantee::regrole::text end as role
--rollback         from pg_class c, aclexplode(c.relacl) a
--rollback         where c.oid = 'checkpoints_parts'::regclass and a.grantee <> c.relowner
--rollback     loop
--rollback         execute 'grant ' || given.privilege_type || ' on checkpoints to ' || given.role
--rollback             || case when given.is_grantable then ' with grant option' else '' end;
--rollback     end loop;
--rollback     execute 'alter table checkpoints owner to ' || (select relowner::regrole from pg_class where oid = 'checkpoints_parts'::regclass);
--rollback end
--rollback $$;
--rollback drop table checkpoints_parts;
--rollback analyze checkpoints;

--changeset app:partition-checkpoint-blobs splitStatements:false rollbackSplitStatements:false
do $$
begin
    lock table checkpoint_blobs in access exclusive mode;
    if exists (select from pg_policy where polrelid = 'checkpoint_blobs'::regclass)
        or exists (select from pg_trigger where tgrelid = 'checkpoint_blobs'::regclass and not tgisinternal)
        or exists (select from pg_publication_rel where prrelid = 'checkpoint_blobs'::regclass) then
        raise exception 'checkpoint_blobs has policies, triggers or a publication, which the new table would not have'
            using hint = 'Drop them first and make them again behind this changeset.';
    end if;
end
$$;
alter table checkpoint_blobs rename to checkpoint_blobs_whole;
alter table checkpoint_blobs_whole rename constraint checkpoint_blobs_pkey to checkpoint_blobs_whole_pkey;
create table checkpoint_blobs (like checkpoint_blobs_whole including all excluding indexes) partition by hash (thread_id);
do $$
begin
    for i in 0..63 loop
        execute format('create table checkpoint_blobs_part_%s partition of checkpoint_blobs for values with (modulus 64, remainder %s)', i, i);
    end loop;
end
$$;
insert into checkpoint_blobs select * from checkpoint_blobs_whole;
alter table checkpoint_blobs add constraint checkpoint_blobs_pkey primary key (thread_id, checkpoint_ns, channel, version);
alter table checkpoint_blobs add constraint checkpoint_blobs_thread_id_fkey
    foreign key (thread_id) references thread (id) on delete cascade;
do $$
declare
    given record;
begin
    for given in
        select a.privilege_type, a.is_grantable, case a.grantee when 0 then 'public' else a.grantee::regrole::text end as role
        from pg_class c, aclexplode(c.relacl) a
        where c.oid = 'checkpoint_blobs_whole'::regclass and a.grantee <> c.relowner
    loop
        execute 'grant ' || given.privilege_type || ' on checkpoint_blobs to ' || given.role
            || case when given.is_grantable then ' with grant option' else '' end;
    end loop;
    execute 'alter table checkpoint_blobs owner to ' || (select relowner::regrole from pg_class where oid = 'checkpoint_blobs_whole'::regclass);
end
$$;
drop table checkpoint_blobs_whole;
analyze checkpoint_blobs;
--rollback alter table checkpoint_blobs rename to checkpoint_blobs_parts;
--rollback alter table checkpoint_blobs_parts rename constraint checkpoint_blobs_pkey to checkpoint_blobs_parts_pkey;
--rollback create table checkpoint_blobs (like checkpoint_blobs_parts including all excluding indexes);
--rollback insert into checkpoint_blobs select * from checkpoint_blobs_parts;
--rollback alter table checkpoint_blobs add constraint checkpoint_blobs_pkey primary key (thread_id, checkpoint_ns, channel, version);
--rollback alter table checkpoint_blobs add constraint checkpoint_blobs_thread_id_fkey
--rollback     foreign key (thread_id) references thread (id) on delete cascade;
--rollback do $$
--rollback declare
--rollback     given record;
--rollback begin
--rollback     for given in
--rollback         select a.privilege_type, a.is_grantable, case a.grantee when 0 then 'public' else a.grantee::regrole::text end as role
--rollback         from pg_class c, aclexplode(c.relacl) a
--rollback         where c.oid = 'checkpoint_blobs_parts'::regclass and a.grantee <> c.relowner
--rollback     loop
--rollback         execute 'grant ' || given.privilege_type || ' on checkpoint_blobs to ' || given.role
--rollback             || case when given.is_grantable then ' with grant option' else '' end;
--rollback     end loop;
--rollback     execute 'alter table checkpoint_blobs owner to ' || (select relowner::regrole from pg_class where oid = 'checkpoint_blobs_parts'::regclass);
--rollback end
--rollback $$;
--rollback drop table checkpoint_blobs_parts;
--rollback analyze checkpoint_blobs;

--changeset app:partition-checkpoint-writes splitStatements:false rollbackSplitStatements:false
do $$
begin
    lock table checkpoint_writes in access exclusive mode;
    if exists (select from pg_policy where polrelid = 'checkpoint_writes'::regclass)
        or exists (select from pg_trigger where tgrelid = 'checkpoint_writes'::regclass and not tgisinternal)
        or exists (select from pg_publication_rel where prrelid = 'checkpoint_writes'::regclass) then
        raise exception 'checkpoint_writes has policies, triggers or a publication, which the new table would not have'
            using hint = 'Drop them first and make them again behind this changeset.';
    end if;
end
$$;
alter table checkpoint_writes rename to checkpoint_writes_whole;
alter table checkpoint_writes_whole rename constraint checkpoint_writes_pkey to checkpoint_writes_whole_pkey;
create table checkpoint_writes (like checkpoint_writes_whole including all excluding indexes) partition by hash (thread_id);
do $$
begin
    for i in 0..63 loop
        execute format('create table checkpoint_writes_part_%s partition of checkpoint_writes for values with (modulus 64, remainder %s)', i, i);
    end loop;
end
$$;
insert into checkpoint_writes select * from checkpoint_writes_whole;
alter table checkpoint_writes add constraint checkpoint_writes_pkey primary key (thread_id, checkpoint_ns, checkpoint_id, task_id, idx);
alter table checkpoint_writes add constraint checkpoint_writes_thread_id_fkey
    foreign key (thread_id) references thread (id) on delete cascade;
do $$
declare
    given record;
begin
    for given in
        select a.privilege_type, a.is_grantable, case a.grantee when 0 then 'public' else a.grantee::regrole::text end as role
        from pg_class c, aclexplode(c.relacl) a
        where c.oid = 'checkpoint_writes_whole'::regclass and a.grantee <> c.relowner
    loop
        execute 'grant ' || given.privilege_type || ' on checkpoint_writes to ' || given.role
            || case when given.is_grantable then ' with grant option' else '' end;
    end loop;
    execute 'alter table checkpoint_writes owner to ' || (select relowner::regrole from pg_class where oid = 'checkpoint_writes_whole'::regclass);
end
$$;
drop table checkpoint_writes_whole;
analyze checkpoint_writes;
--rollback alter table checkpoint_writes rename to checkpoint_writes_parts;
--rollback alter table checkpoint_writes_parts rename constraint checkpoint_writes_pkey to checkpoint_writes_parts_pkey;
--rollback create table checkpoint_writes (like checkpoint_writes_parts including all excluding indexes);
--rollback insert into checkpoint_writes select * from checkpoint_writes_parts;
--rollback alter table checkpoint_writes add constraint checkpoint_writes_pkey primary key (thread_id, checkpoint_ns, checkpoint_id, task_id, idx);
--rollback alter table checkpoint_writes add constraint checkpoint_writes_thread_id_fkey
--rollback     foreign key (thread_id) references thread (id) on delete cascade;
--rollback do $$
--rollback declare
--rollback     given record;
--rollback begin
--rollback     for given in
--rollback         select a.privilege_type, a.is_grantable, case a.grantee when 0 then 'public' else a.grantee::regrole::text end as role
--rollback         from pg_class c, aclexplode(c.relacl) a
--rollback         where c.oid = 'checkpoint_writes_parts'::regclass and a.grantee <> c.relowner
--rollback     loop
--rollback         execute 'grant ' || given.privilege_type || ' on checkpoint_writes to ' || given.role
--rollback             || case when given.is_grantable then ' with grant option' else '' end;
--rollback     end loop;
--rollback     execute 'alter table checkpoint_writes owner to ' || (select relowner::regrole from pg_class where oid = 'checkpoint_writes_parts'::regclass);
--rollback end
--rollback $$;
--rollback drop table checkpoint_writes_parts;
--rollback analyze checkpoint_writes;
