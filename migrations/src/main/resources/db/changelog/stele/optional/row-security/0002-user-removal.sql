--liquibase formatted sql
-- Half of it would hide the users or guard nothing.
-- stele:one-transaction

--changeset stele:row-security-0002-user-removal
--comment Foreign keys delete what a user owns, past all policies. So a user goes only for who sees all of that.
create policy user_seen on "user" for select using (true);
create policy user_made on "user" for insert with check (true);
create policy user_changed on "user" for update using (true);
create policy user_removed on "user" for delete using (
    (select current_setting('stele.tenant', true)) = '*'
    or id = (select stele_tenant('user'))
        and not exists (select from skill s where s.owner_id = "user".id and s.managed));
--rollback drop policy user_removed on "user";
--rollback drop policy user_changed on "user";
--rollback drop policy user_made on "user";
--rollback drop policy user_seen on "user";

--changeset stele:row-security-0002-in-force
alter table "user" enable row level security, force row level security;
--rollback alter table "user" disable row level security, no force row level security;
