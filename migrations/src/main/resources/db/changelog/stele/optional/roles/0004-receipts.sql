--liquibase formatted sql

--changeset stele:roles-0004-receipts splitStatements:false rollbackSplitStatements:false
--comment Units of work with receipts write here, and the application makes no tables. A rollback leaves it: without its rows a commit that was made would be taken for one that was not.
do $stele$
declare
    here constant text := quote_ident(current_schema());
begin
    execute format('create table if not exists %s.stele_receipt (token uuid primary key, committed boolean not null,'
        ' at timestamptz not null default clock_timestamp())', here);
    execute format('alter table %s.stele_receipt owner to %I', here, :'owner');
    execute format('grant select, insert, update, delete on %s.stele_receipt to %I', here, :'app');
    execute format('grant select on %s.stele_receipt to %I, %I', here, :'readOnly', :'backup');
end
$stele$;
--rollback empty
