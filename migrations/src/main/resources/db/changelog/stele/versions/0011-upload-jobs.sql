--liquibase formatted sql

--changeset stele:0011-upload-is-its-own-outbox
--comment The row is the job: what is IN_PROGRESS waits to be read, what has removal_at waits to be removed.
--comment job_number grows with each request and each claim, so that an old worker cannot write over a newer state.
alter table upload
    add column job_number bigint not null default 0,
    add column job_until timestamp with time zone,
    add column removal_at timestamp with time zone;
--rollback alter table upload drop column job_number, drop column job_until, drop column removal_at;

--changeset stele:0011-upload-jobs-are-found
create index upload_job_idx on upload (id) where status = 'IN_PROGRESS' or removal_at is not null;
--rollback drop index upload_job_idx;
