-- where: select from pg_extension where oid >= 16384
select 'EXTENSION', '', '', e.extname::text,
    -- Whoever uses a member uses the extension; array types are members only through their elements.
    array['3079/' || e.oid || '/0'] || array(
        select m.classid || '/' || m.objid || '/0' from pg_depend m
        where m.refclassid = 3079 and m.refobjid = e.oid and m.deptype = 'e'
        union all
        select '1247/' || t.typarray || '/0' from pg_depend m join pg_type t on t.oid = m.objid and t.typarray <> 0
        where m.refclassid = 3079 and m.refobjid = e.oid and m.deptype = 'e' and m.classid = 1247),
    array['comment', case when d.description is distinct from (
            select a.comment from pg_available_extensions a where a.name = e.extname) then d.description end,
        'version', e.extversion,
        'schema', (select nspname::text from pg_namespace where oid = e.extnamespace),
        '~updates', (select string_agg(u.target, ', ') from pg_extension_update_paths(e.extname) u
            where u.source = e.extversion and u.path is not null),
        '~relocatable', case when e.extrelocatable then 'true' end]
from pg_extension e
left join pg_description d on d.objoid = e.oid and d.classoid = 3079 and d.objsubid = 0
where e.oid >= 16384
