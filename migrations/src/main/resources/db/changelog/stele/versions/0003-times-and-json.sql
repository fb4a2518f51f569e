--liquibase formatted sql

--changeset stele:0003-upload-last-modified-has-a-time-zone
--comment The Python system wrote the naive local time of its containers, which run in UTC.
alter table upload alter column last_modified type timestamp with time zone using last_modified at time zone 'UTC';
--rollback alter table upload
--rollback     alter column last_modified type timestamp without time zone using last_modified at time zone 'UTC';

--changeset stele:0003-skill-tool-definition-is-jsonb
--comment SQLAlchemy stores None as the JSON value null; one way of saying "none" is enough.
alter table skill alter column tool_definition type jsonb using nullif(tool_definition::jsonb, 'null');
--rollback alter table skill alter column tool_definition type json using tool_definition::json;

--changeset stele:0003-apikey-created-at-is-known
--comment A key without a stamp is no younger than the next key that has one.
update apikey
set created_at = coalesce((select min(later.created_at) from apikey later where later.id > apikey.id), now())
where created_at is null;
alter table apikey
    alter column created_at set default now(),
    alter column created_at set not null;
--rollback alter table apikey
--rollback     alter column created_at drop not null,
--rollback     alter column created_at drop default;

--changeset stele:0003-apikey-created-at-is-filled splitStatements:false
--comment The Python system may send NULL, which a default does not replace.
create function stele_fill_created_at() returns trigger language plpgsql as $$
begin
    new.created_at := now();
    return new;
end
$$;
create trigger apikey_created_at_filled before insert or update on apikey
    for each row when (new.created_at is null) execute function stele_fill_created_at();
--rollback drop trigger apikey_created_at_filled on apikey;
--rollback drop function stele_fill_created_at();
