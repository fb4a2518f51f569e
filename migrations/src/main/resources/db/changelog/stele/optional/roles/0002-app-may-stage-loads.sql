--liquibase formatted sql

--changeset stele:roles-0002-app-may-stage-loads splitStatements:false rollbackSplitStatements:false
--comment Bulk loads with upsert, or that set faults aside, go through a temporary table.
do $stele$
begin
    execute format('grant temporary on database %I to %I', current_database(), :'app');
end
$stele$;
--rollback do $stele$
--rollback begin
--rollback     execute format('revoke temporary on database %I from %I', current_database(), :'app');
--rollback end
--rollback $stele$;
