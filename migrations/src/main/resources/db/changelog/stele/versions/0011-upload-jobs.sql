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

--changeset stele:0011-upload-job-says-how-to-cut
--comment A job that is claimed again after a crash must be what it was; rows of the Python system do not say it.
alter table upload
    add column chunk_size integer,
    add column chunk_overlap integer,
    add constraint upload_chunk_check
        check ((chunk_size is null) = (chunk_overlap is null) and chunk_overlap >= 0 and chunk_overlap < chunk_size);
--rollback alter table upload drop column chunk_size, drop column chunk_overlap;
