--liquibase formatted sql

--changeset stele:0006-team-checks
alter table team
    add constraint team_name_check check (name ~ '^[a-zA-Z0-9_-]{1,64}$'),
    add constraint team_workflow_check check (workflow in ('hierarchical', 'sequential'));
--rollback alter table team drop constraint team_name_check, drop constraint team_workflow_check;

--changeset stele:0006-member-checks
alter table member
    add constraint member_name_check check (name ~ '^[a-zA-Z0-9_-]{1,64}$'),
    add constraint member_name_reserved_check check (name not in ('user', 'ignore', 'error')),
    add constraint member_type_check check (type in ('root', 'leader', 'worker', 'freelancer', 'freelancer_root')),
    add constraint member_temperature_check check (temperature between 0 and 2);
--rollback alter table member
--rollback     drop constraint member_name_check,
--rollback     drop constraint member_name_reserved_check,
--rollback     drop constraint member_type_check,
--rollback     drop constraint member_temperature_check;

--changeset stele:0006-skill-checks
--comment A managed skill is a function of the application; any other is described by its tool definition.
alter table skill
    add constraint skill_tool_definition_check
        check (managed or (tool_definition is not null and jsonb_typeof(tool_definition) = 'object'));
--rollback alter table skill drop constraint skill_tool_definition_check;
