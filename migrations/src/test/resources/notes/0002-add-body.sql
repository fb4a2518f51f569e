--liquibase formatted sql

--changeset app:add-body
alter table note add column body text;
--rollback alter table note drop column body;

--changeset app:touch-function splitStatements:false
create function note_touch() returns trigger language plpgsql as $$
begin
    new.title := trim(new.title); -- a semicolon; in a comment
    return new;
end
$$;
--rollback drop function note_touch();
