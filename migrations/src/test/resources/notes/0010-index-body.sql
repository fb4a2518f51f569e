--liquibase formatted sql

--changeset app:index-body runInTransaction:false
create index concurrently note_body_idx on note (body);
--rollback drop index concurrently note_body_idx;
