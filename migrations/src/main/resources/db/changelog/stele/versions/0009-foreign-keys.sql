--liquibase formatted sql

--changeset stele:0009-team-dies-with-its-owner
alter table team
    drop constraint team_owner_id_fkey,
    add constraint team_owner_id_fkey foreign key (owner_id) references "user" (id) on delete cascade;
--rollback alter table team
--rollback     drop constraint team_owner_id_fkey,
--rollback     add constraint team_owner_id_fkey foreign key (owner_id) references "user" (id);

--changeset stele:0009-skill-dies-with-its-owner
alter table skill
    drop constraint skill_owner_id_fkey,
    add constraint skill_owner_id_fkey foreign key (owner_id) references "user" (id) on delete cascade;
--rollback alter table skill
--rollback     drop constraint skill_owner_id_fkey,
--rollback     add constraint skill_owner_id_fkey foreign key (owner_id) references "user" (id);

--changeset stele:0009-upload-dies-with-its-owner
alter table upload
    drop constraint upload_owner_id_fkey,
    add constraint upload_owner_id_fkey foreign key (owner_id) references "user" (id) on delete cascade;
--rollback alter table upload
--rollback     drop constraint upload_owner_id_fkey,
--rollback     add constraint upload_owner_id_fkey foreign key (owner_id) references "user" (id);

--changeset stele:0009-member-dies-with-its-team
alter table member
    drop constraint member_belongs_to_fkey,
    add constraint member_belongs_to_fkey foreign key (belongs_to) references team (id) on delete cascade;
--rollback alter table member
--rollback     drop constraint member_belongs_to_fkey,
--rollback     add constraint member_belongs_to_fkey foreign key (belongs_to) references team (id);

--changeset stele:0009-apikey-dies-with-its-team
alter table apikey
    drop constraint apikey_team_id_fkey,
    add constraint apikey_team_id_fkey foreign key (team_id) references team (id) on delete cascade;
--rollback alter table apikey
--rollback     drop constraint apikey_team_id_fkey,
--rollback     add constraint apikey_team_id_fkey foreign key (team_id) references team (id);

--changeset stele:0009-thread-dies-with-its-team
alter table thread
    drop constraint thread_team_id_fkey,
    add constraint thread_team_id_fkey foreign key (team_id) references team (id) on delete cascade;
--rollback alter table thread
--rollback     drop constraint thread_team_id_fkey,
--rollback     add constraint thread_team_id_fkey foreign key (team_id) references team (id);

--changeset stele:0009-member-source-is-a-member
--comment Of the same team, says the application: older rows refer to members of other teams.
alter table member add constraint member_source_fkey foreign key (source) references member (id) on delete set null;
--rollback alter table member drop constraint member_source_fkey;

--changeset stele:0009-member-leads-a-team
alter table member add constraint member_owner_of_fkey foreign key (owner_of) references team (id) on delete set null;
--rollback alter table member drop constraint member_owner_of_fkey;

--changeset stele:0009-checkpoints-are-named-once
--comment The Python system made this table twice.
alter table checkpoints rename constraint checkpoints_pkey1 to checkpoints_pkey;
alter table checkpoints rename constraint checkpoints_thread_id_fkey1 to checkpoints_thread_id_fkey;
--rollback alter table checkpoints rename constraint checkpoints_pkey to checkpoints_pkey1;
--rollback alter table checkpoints rename constraint checkpoints_thread_id_fkey to checkpoints_thread_id_fkey1;

--changeset stele:0009-checkpoints-die-with-their-thread
--comment Not validated here, so that millions of rows are not read under the lock.
alter table checkpoints
    drop constraint checkpoints_thread_id_fkey,
    add constraint checkpoints_thread_id_fkey foreign key (thread_id) references thread (id) on delete cascade not valid;
--rollback alter table checkpoints
--rollback     drop constraint checkpoints_thread_id_fkey,
--rollback     add constraint checkpoints_thread_id_fkey foreign key (thread_id) references thread (id);

--changeset stele:0009-checkpoints-have-their-thread
alter table checkpoints validate constraint checkpoints_thread_id_fkey;
--rollback alter table checkpoints
--rollback     drop constraint checkpoints_thread_id_fkey,
--rollback     add constraint checkpoints_thread_id_fkey foreign key (thread_id) references thread (id) on delete cascade not valid;

--changeset stele:0009-checkpoint-blobs-die-with-their-thread
alter table checkpoint_blobs
    drop constraint checkpoint_blobs_thread_id_fkey,
    add constraint checkpoint_blobs_thread_id_fkey foreign key (thread_id) references thread (id) on delete cascade not valid;
--rollback alter table checkpoint_blobs
--rollback     drop constraint checkpoint_blobs_thread_id_fkey,
--rollback     add constraint checkpoint_blobs_thread_id_fkey foreign key (thread_id) references thread (id);

--changeset stele:0009-checkpoint-blobs-have-their-thread
alter table checkpoint_blobs validate constraint checkpoint_blobs_thread_id_fkey;
--rollback alter table checkpoint_blobs
--rollback     drop constraint checkpoint_blobs_thread_id_fkey,
--rollback     add constraint checkpoint_blobs_thread_id_fkey foreign key (thread_id) references thread (id) on delete cascade not valid;

--changeset stele:0009-checkpoint-writes-die-with-their-thread
alter table checkpoint_writes
    drop constraint checkpoint_writes_thread_id_fkey,
    add constraint checkpoint_writes_thread_id_fkey foreign key (thread_id) references thread (id) on delete cascade not valid;
--rollback alter table checkpoint_writes
--rollback     drop constraint checkpoint_writes_thread_id_fkey,
--rollback     add constraint checkpoint_writes_thread_id_fkey foreign key (thread_id) references thread (id);

--changeset stele:0009-checkpoint-writes-have-their-thread
alter table checkpoint_writes validate constraint checkpoint_writes_thread_id_fkey;
--rollback alter table checkpoint_writes
--rollback     drop constraint checkpoint_writes_thread_id_fkey,
--rollback     add constraint checkpoint_writes_thread_id_fkey foreign key (thread_id) references thread (id) on delete cascade not valid;
