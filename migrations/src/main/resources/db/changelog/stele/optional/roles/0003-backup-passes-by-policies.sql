--liquibase formatted sql

--changeset stele:roles-0003-backup-passes-by-policies splitStatements:false rollbackSplitStatements:false
--comment A backup refuses to leave rows out, so it would not begin. The right holds in every database, grants do not.
do $stele$
begin
    if not (select rolbypassrls from pg_roles where rolname = :'backup') then
        alter role :"backup" bypassrls;
    end if;
end
$stele$;
--rollback do $stele$
--rollback begin
--rollback     alter role :"backup" nobypassrls;
--rollback exception when insufficient_privilege then
--rollback     raise warning 'role % still passes by policies: %', :'backup', sqlerrm;
--rollback end
--rollback $stele$;
