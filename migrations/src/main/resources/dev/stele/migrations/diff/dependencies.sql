with dependency as (
    select classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype
    from pg_depend
    where objid >= 16384 and refobjid >= 2200 and deptype in ('n', 'a', 'i', 'P', 'S')
)
select case when classid = 1259 and refclassid = 1259 and objsubid = 0 and refobjsubid > 0 and deptype = 'a'
            and exists (select from pg_class where oid = objid and relkind = 'S') then 'owned/' || objid || '/0'
        else classid || '/' || objid || '/' || objsubid end as source,
    refclassid || '/' || refobjid || '/' || refobjsubid as target
from dependency
union
select 'owned/' || objid || '/0', '1259/' || objid || '/0'
from dependency
where classid = 1259 and refclassid = 1259 and objsubid = 0 and refobjsubid > 0 and deptype = 'a'
union
-- What a view, a function or a policy uses is recorded for its parts.
select '2618/' || oid || '/0', '1259/' || ev_class || '/0' from pg_rewrite where oid >= 16384
union
select 'acl/1259/' || oid || '/0', '1259/' || oid || '/0' from pg_class where oid >= 16384 and relkind not in ('i', 'I')
union
select 'acl/1255/' || oid || '/0', '1255/' || oid || '/0' from pg_proc where oid >= 16384 and proacl is not null
union
select 'acl/2615/' || oid || '/0', '2615/' || oid || '/0' from pg_namespace where nspacl is not null
union
select 'acl/1247/' || oid || '/0', '1247/' || oid || '/0' from pg_type where oid >= 16384 and typacl is not null
union
select '826/' || oid || '/0', '2615/' || defaclnamespace || '/0' from pg_default_acl where defaclnamespace <> 0
