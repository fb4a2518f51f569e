--liquibase formatted sql

--changeset app:0002-notes-newest-first runInTransaction:false
--comment For Notes.ofTeam; written by hand, since no entity says it.
create index concurrently note_team_id_updated_at_idx on public.note (team_id, updated_at desc, id desc);
--rollback drop index concurrently public.note_team_id_updated_at_idx;
