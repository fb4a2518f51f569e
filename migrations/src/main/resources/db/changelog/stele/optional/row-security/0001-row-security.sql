--liquibase formatted sql
-- A half of it would leave tables without their policies.
-- stele:one-transaction

--changeset stele:row-security-0001-tenant splitStatements:false
--comment Who a transaction is for: "user:7", "team:7" or, for all, "*". Whatever else it says is nobody.
do $stele$
begin
    execute format($function$
        create function %1$I.stele_tenant(kind text) returns bigint
        language sql stable parallel safe
        return substring(current_setting('stele.tenant', true) from '^' || kind || ':([0-9]{1,18})$')::bigint
        $function$, current_schema());
    -- Volatile, so that it sees what the statement itself has inserted: a team and its first member come together. The
    -- schema is named, since a session's temporary tables are found before it.
    execute format($function$
        create function %1$I.stele_sees_team(wanted bigint) returns boolean
        language plpgsql volatile as
        $body$ begin return exists (select from %1$I.team t where t.id = wanted); end $body$
        $function$, current_schema());
    execute format($function$
        create function %1$I.stele_sees_skill(wanted bigint) returns boolean
        language plpgsql volatile as
        $body$ begin return exists (select from %1$I.skill s where s.id = wanted); end $body$
        $function$, current_schema());
    execute format($function$
        create function %1$I.stele_sees_upload(wanted bigint) returns boolean
        language plpgsql volatile as
        $body$ begin return exists (select from %1$I.upload u where u.id = wanted); end $body$
        $function$, current_schema());
end
$stele$;
--rollback drop function stele_sees_upload(bigint);
--rollback drop function stele_sees_skill(bigint);
--rollback drop function stele_sees_team(bigint);
--rollback drop function stele_tenant(text);

--changeset stele:row-security-0001-policies
--comment A team is its owner's; all else is of the team that it belongs to. Each subquery obeys the policy of its own table.
create policy team_of_tenant on team using (
    (select current_setting('stele.tenant', true)) = '*'
    or owner_id = (select stele_tenant('user'))
    or id = (select stele_tenant('team')));
create policy member_of_tenant on member
    using (exists (select from team t where t.id = belongs_to))
    with check (stele_sees_team(belongs_to));
create policy memberskillslink_of_tenant on memberskillslink
    using (exists (select from member m where m.id = member_id))
    with check (exists (select from member m where m.id = member_id) and stele_sees_skill(skill_id));
create policy memberuploadslink_of_tenant on memberuploadslink
    using (exists (select from member m where m.id = member_id))
    with check (exists (select from member m where m.id = member_id) and stele_sees_upload(upload_id));
create policy apikey_of_tenant on apikey using (exists (select from team t where t.id = team_id));
create policy thread_of_tenant on thread using (exists (select from team t where t.id = team_id));
create policy checkpoints_of_tenant on checkpoints using (exists (select from thread t where t.id = thread_id));
create policy checkpoint_blobs_of_tenant on checkpoint_blobs using (exists (select from thread t where t.id = thread_id));
create policy checkpoint_writes_of_tenant on checkpoint_writes using (exists (select from thread t where t.id = thread_id));
--rollback drop policy checkpoint_writes_of_tenant on checkpoint_writes;
--rollback drop policy checkpoint_blobs_of_tenant on checkpoint_blobs;
--rollback drop policy checkpoints_of_tenant on checkpoints;
--rollback drop policy thread_of_tenant on thread;
--rollback drop policy apikey_of_tenant on apikey;
--rollback drop policy memberuploadslink_of_tenant on memberuploadslink;
--rollback drop policy memberskillslink_of_tenant on memberskillslink;
--rollback drop policy member_of_tenant on member;
--rollback drop policy team_of_tenant on team;

--changeset stele:row-security-0001-shared-things
--comment Skills and files are a user's. Managed skills are everybody's to see, and what a member uses its team's.
create policy skill_seen on skill for select using (
    (select current_setting('stele.tenant', true)) = '*'
    or owner_id = (select stele_tenant('user'))
    or (managed and (select coalesce(stele_tenant('user'), stele_tenant('team'))) is not null)
    or exists (select from memberskillslink l where l.skill_id = id));
create policy skill_made on skill for insert with check (
    (select current_setting('stele.tenant', true)) = '*' or owner_id = (select stele_tenant('user')) and not managed);
create policy skill_changed on skill for update using (
    (select current_setting('stele.tenant', true)) = '*' or owner_id = (select stele_tenant('user')) and not managed);
create policy skill_removed on skill for delete using (
    (select current_setting('stele.tenant', true)) = '*' or owner_id = (select stele_tenant('user')) and not managed);
create policy upload_seen on upload for select using (
    (select current_setting('stele.tenant', true)) = '*'
    or owner_id = (select stele_tenant('user'))
    or exists (select from memberuploadslink l where l.upload_id = id));
create policy upload_made on upload for insert with check (
    (select current_setting('stele.tenant', true)) = '*' or owner_id = (select stele_tenant('user')));
create policy upload_changed on upload for update using (
    (select current_setting('stele.tenant', true)) = '*' or owner_id = (select stele_tenant('user')));
create policy upload_removed on upload for delete using (
    (select current_setting('stele.tenant', true)) = '*' or owner_id = (select stele_tenant('user')));
--rollback drop policy upload_removed on upload;
--rollback drop policy upload_changed on upload;
--rollback drop policy upload_made on upload;
--rollback drop policy upload_seen on upload;
--rollback drop policy skill_removed on skill;
--rollback drop policy skill_changed on skill;
--rollback drop policy skill_made on skill;
--rollback drop policy skill_seen on skill;

--changeset stele:row-security-0001-in-force
--comment Forced, so that it holds for the tables' owner too. The last, so that nobody meets a table without its policy.
alter table team enable row level security, force row level security;
alter table member enable row level security, force row level security;
alter table memberskillslink enable row level security, force row level security;
alter table memberuploadslink enable row level security, force row level security;
alter table apikey enable row level security, force row level security;
alter table thread enable row level security, force row level security;
alter table checkpoints enable row level security, force row level security;
alter table checkpoint_blobs enable row level security, force row level security;
alter table checkpoint_writes enable row level security, force row level security;
alter table skill enable row level security, force row level security;
alter table upload enable row level security, force row level security;
--rollback alter table upload disable row level security, no force row level security;
--rollback alter table skill disable row level security, no force row level security;
--rollback alter table checkpoint_writes disable row level security, no force row level security;
--rollback alter table checkpoint_blobs disable row level security, no force row level security;
--rollback alter table checkpoints disable row level security, no force row level security;
--rollback alter table thread disable row level security, no force row level security;
--rollback alter table apikey disable row level security, no force row level security;
--rollback alter table memberuploadslink disable row level security, no force row level security;
--rollback alter table memberskillslink disable row level security, no force row level security;
--rollback alter table member disable row level security, no force row level security;
--rollback alter table team disable row level security, no force row level security;
