--liquibase formatted sql
-- A half of it would take rights away that the other half leaves in use.
-- stele:one-transaction

--changeset stele:roles-0001-are-there splitStatements:false rollbackSplitStatements:false
--comment Roles belong to the server, so those that are there stay as they are. None gets a password here.
do $stele$
declare
    role text;
begin
    foreach role in array array[:'owner', :'migrator', :'app', :'readOnly', :'backup'] loop
        if not exists (select from pg_roles where rolname = role) then
            execute format('create role %I with %s', role, case role when :'owner' then 'nologin' else 'login' end);
        end if;
    end loop;
    if not pg_has_role(:'migrator', :'owner', 'usage') then
        grant :"owner" to :"migrator";
    end if;
    -- Who gives tables away must be a member of whom they go to; a superuser is of all.
    if not pg_has_role(:'owner', 'usage') then
        execute format('grant %I to %I', :'owner', current_user);
    end if;
end
$stele$;
--rollback empty

--changeset stele:roles-0001-have-limits splitStatements:false rollbackSplitStatements:false
--comment In this database only. Whoever may not set them, as the migrator itself, leaves them as they are.
do $stele$
declare
    setting record;
begin
    for setting in
        select r.role, s.name, s.value
        from (values (:'migrator'), (:'app'), (:'readOnly'), (:'backup')) r (role)
        -- A client whose machine died is noticed, and its locks are freed.
        cross join (values ('tcp_keepalives_idle', '30'), ('tcp_keepalives_interval', '10'), ('tcp_keepalives_count', '3'),
            ('tcp_user_timeout', '30s')) s (name, value)
        union all
        select * from (values
            (:'migrator', 'role', :'owner'),
            (:'migrator', 'stele.tenant', '*'),
            (:'migrator', 'lock_timeout', '3s'),
            (:'migrator', 'idle_in_transaction_session_timeout', '5min'),
            (:'app', 'statement_timeout', '30s'),
            (:'app', 'lock_timeout', '5s'),
            (:'app', 'idle_in_transaction_session_timeout', '30s'),
            (:'app', 'transaction_timeout', '10min'),
            (:'readOnly', 'default_transaction_read_only', 'on'),
            (:'readOnly', 'statement_timeout', '30s'),
            (:'readOnly', 'lock_timeout', '5s'),
            (:'readOnly', 'idle_in_transaction_session_timeout', '30s'),
            (:'readOnly', 'transaction_timeout', '10min'),
            (:'backup', 'stele.tenant', '*'),
            (:'backup', 'default_transaction_read_only', 'on'),
            (:'backup', 'statement_timeout', '0'),
            (:'backup', 'lock_timeout', '1min'),
            (:'backup', 'idle_in_transaction_session_timeout', '0')
        ) s (role, name, value)
        where name <> 'transaction_timeout' or current_setting('server_version_num')::int >= 170000
    loop
        begin
            execute format('alter role %I in database %I set %s = %L',
                setting.role, current_database(), setting.name, setting.value);
        exception when insufficient_privilege then
            raise warning 'setting % of role % is left as it is: %', setting.name, setting.role, sqlerrm;
        end;
    end loop;
end
$stele$;
--rollback do $stele$
--rollback declare
--rollback     role text;
--rollback begin
--rollback     foreach role in array array[:'migrator', :'app', :'readOnly', :'backup'] loop
--rollback         begin
--rollback             execute format('alter role %I in database %I reset all', role, current_database());
--rollback         exception when insufficient_privilege then
--rollback             raise warning 'the settings of role % are left as they are: %', role, sqlerrm;
--rollback         end;
--rollback     end loop;
--rollback end
--rollback $stele$;

--changeset stele:roles-0001-owner-has-the-tables splitStatements:false rollbackSplitStatements:false
--comment What an application made before belongs to whoever migrated; from now on that is the owner, whose member migrates.
do $stele$
declare
    here constant oid := current_schema()::regnamespace;
    mine constant oid := :'owner'::regrole;
    made record;
begin
    execute format('grant create, temporary on database %I to %I', current_database(), :'owner');
    execute format('grant usage, create on schema %I to %I', current_schema(), :'owner');
    for made in
        select case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view'
            else 'table' end as kind, format('%I.%I', current_schema(), c.relname) as name
        from pg_class c
        where c.relnamespace = here and c.relkind in ('r', 'p', 'f', 'v', 'm', 'S') and c.relowner <> mine
            and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
                and d.deptype in ('e', 'a', 'i') and (c.relkind = 'S' or d.deptype = 'e'))
        union all
        select 'type', format('%I.%I', current_schema(), t.typname)
        from pg_type t
        where t.typnamespace = here and t.typtype in ('e', 'd', 'r') and t.typowner <> mine
            and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid
                and d.deptype = 'e')
        union all
        select 'routine', format('%I.%I(%s)', current_schema(), p.proname, pg_get_function_identity_arguments(p.oid))
        from pg_proc p
        where p.pronamespace = here and p.prokind <> 'a' and p.proowner <> mine
            and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid
                and d.deptype = 'e')
    loop
        execute format('alter %s %s owner to %I', made.kind, made.name, :'owner');
    end loop;
end
$stele$;
--rollback do $stele$
--rollback begin
--rollback     if not pg_has_role(:'owner', 'usage') then
--rollback         raise exception 'the owner''s tables are given back by a member of it';
--rollback     end if;
--rollback     if current_user <> :'owner' then
--rollback         execute format('reassign owned by %I to %I', :'owner', current_user);
--rollback         execute format('revoke create, temporary on database %I from %I', current_database(), :'owner');
--rollback         execute format('revoke usage, create on schema %I from %I', current_schema(), :'owner');
--rollback     end if;
--rollback end
--rollback $stele$;

--changeset stele:roles-0001-have-their-rights splitStatements:false rollbackSplitStatements:false
--comment What comes later is covered by default privileges of the owner, who makes it.
do $stele$
declare
    here constant text := quote_ident(current_schema());
    role text;
begin
    execute format('revoke temporary on database %I from public', current_database());
    execute format('revoke create on schema %s from public', here);
    foreach role in array array[:'app', :'readOnly', :'backup'] loop
        execute format('grant connect on database %I to %I', current_database(), role);
        execute format('grant usage on schema %s to %I', here, role);
        execute format('grant select on all tables in schema %s to %I', here, role);
        execute format('grant select on all sequences in schema %s to %I', here, role);
        execute format('alter default privileges for role :"owner" in schema %s grant select on tables to %I', here, role);
        execute format('alter default privileges for role :"owner" in schema %s grant select on sequences to %I', here, role);
    end loop;
    execute format('grant connect on database %I to %I', current_database(), :'migrator');
    execute format('grant insert, update, delete on all tables in schema %s to :"app"', here);
    execute format('grant usage on all sequences in schema %s to :"app"', here);
    execute format('alter default privileges for role :"owner" in schema %s grant insert, update, delete on tables to :"app"', here);
    execute format('alter default privileges for role :"owner" in schema %s grant usage on sequences to :"app"', here);
    revoke insert, update, delete on databasechangelog from :"app";
end
$stele$;
--rollback do $stele$
--rollback declare
--rollback     here constant text := quote_ident(current_schema());
--rollback     role text;
--rollback begin
--rollback     foreach role in array array[:'app', :'readOnly', :'backup'] loop
--rollback         execute format('revoke all on all tables in schema %s from %I', here, role);
--rollback         execute format('revoke all on all sequences in schema %s from %I', here, role);
--rollback         execute format('alter default privileges for role :"owner" in schema %s revoke all on tables from %I', here, role);
--rollback         execute format('alter default privileges for role :"owner" in schema %s revoke all on sequences from %I', here, role);
--rollback         execute format('revoke usage on schema %s from %I', here, role);
--rollback         execute format('revoke connect on database %I from %I', current_database(), role);
--rollback     end loop;
--rollback     execute format('revoke connect on database %I from %I', current_database(), :'migrator');
--rollback     execute format('grant temporary on database %I to public', current_database());
--rollback end
--rollback $stele$;
