--liquibase formatted sql

--changeset stele:0008-team-by-owner
create index team_owner_id_idx on team (owner_id, id desc);
--rollback drop index team_owner_id_idx;

--changeset stele:0008-member-by-team
create index member_belongs_to_idx on member (belongs_to, id);
--rollback drop index member_belongs_to_idx;

--changeset stele:0008-member-by-source
create index member_source_idx on member (source);
--rollback drop index member_source_idx;

--changeset stele:0008-member-by-led-team
create index member_owner_of_idx on member (owner_of);
--rollback drop index member_owner_of_idx;

--changeset stele:0008-skill-by-owner
create index skill_owner_id_idx on skill (owner_id, id desc);
--rollback drop index skill_owner_id_idx;

--changeset stele:0008-skill-managed
create index skill_managed_idx on skill (id desc) where managed;
--rollback drop index skill_managed_idx;

--changeset stele:0008-upload-by-owner
create index upload_owner_id_idx on upload (owner_id, id desc);
--rollback drop index upload_owner_id_idx;

--changeset stele:0008-upload-by-owner-and-status
create index upload_owner_id_status_idx on upload (owner_id, status, id desc);
--rollback drop index upload_owner_id_status_idx;

--changeset stele:0008-upload-by-status
create index upload_status_idx on upload (status, id desc);
--rollback drop index upload_status_idx;

--changeset stele:0008-link-by-skill
create index memberskillslink_skill_id_idx on memberskillslink (skill_id, member_id);
--rollback drop index memberskillslink_skill_id_idx;

--changeset stele:0008-link-by-upload
create index memberuploadslink_upload_id_idx on memberuploadslink (upload_id, member_id);
--rollback drop index memberuploadslink_upload_id_idx;

--changeset stele:0008-apikey-by-team
create index apikey_team_id_idx on apikey (team_id, id desc);
--rollback drop index apikey_team_id_idx;

--changeset stele:0008-thread-newest-first
create index thread_team_id_updated_at_idx on thread (team_id, updated_at desc, id desc);
--rollback drop index thread_team_id_updated_at_idx;

--changeset stele:0008-thread-id-is-indexed-once
--comment thread_pkey is the same index.
drop index ix_thread_id;
--rollback create index ix_thread_id on thread (id);

--changeset stele:0008-checkpoints-by-metadata runInTransaction:false
--comment Concurrently, since this table can hold millions of rows. A build that broke off leaves an invalid index: it goes first.
drop index concurrently if exists checkpoints_metadata_idx;
create index concurrently checkpoints_metadata_idx on checkpoints using gin (metadata jsonb_path_ops);
--rollback drop index concurrently checkpoints_metadata_idx;
