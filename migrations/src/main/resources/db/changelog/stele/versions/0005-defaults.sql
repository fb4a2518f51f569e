--liquibase formatted sql

--changeset stele:0005-user-defaults
alter table "user"
    alter column is_active set default true,
    alter column is_superuser set default false;
--rollback alter table "user" alter column is_active drop default, alter column is_superuser drop default;

--changeset stele:0005-member-defaults
alter table member
    alter column position_x set default 0,
    alter column position_y set default 0,
    alter column provider set default 'openai',
    alter column model set default 'gpt-4o-mini',
    alter column temperature set default 0.7;
--rollback alter table member
--rollback     alter column position_x drop default,
--rollback     alter column position_y drop default,
--rollback     alter column provider drop default,
--rollback     alter column model drop default,
--rollback     alter column temperature drop default;

--changeset stele:0005-skill-defaults
alter table skill alter column managed set default false;
--rollback alter table skill alter column managed drop default;

--changeset stele:0005-upload-defaults
alter table upload
    alter column last_modified set default now(),
    alter column status set default 'IN_PROGRESS';
--rollback alter table upload alter column last_modified drop default, alter column status drop default;
