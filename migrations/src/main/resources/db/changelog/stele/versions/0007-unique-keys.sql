--liquibase formatted sql

--changeset stele:0007-user-email-is-unique-in-any-case
--comment ix_user_email stays: the Python system looks users up by email = ..., which lower(email) does not serve.
create unique index user_email_lower_key on "user" (lower(email));
--rollback drop index user_email_lower_key;

--changeset stele:0007-managed-skill-name-is-unique
--comment Among managed skills only: what users call theirs is their own affair.
create unique index skill_managed_name_key on skill (name) where managed;
--rollback drop index skill_managed_name_key;

--changeset stele:0007-team-has-one-root
create unique index member_root_key on member (belongs_to) where type in ('root', 'freelancer_root');
--rollback drop index member_root_key;
