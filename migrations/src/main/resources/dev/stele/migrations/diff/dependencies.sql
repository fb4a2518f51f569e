with child as (
    -- The indexes and keys of partitions are made first, by their own names; those of the parent then adopt them.
    select 1259 as classid, oid, null::oid as relation from pg_class where relispartition and relkind in ('i', 'I')
    union all
    select 2606, oid, conrelid from pg_constraint where conparentid <> 0 and contype in ('p', 'u', 'x')
),
dependency as (
    select d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid, d.deptype
    from pg_depend d
    where d.objid >= 16384 and d.refobjid >= 2200 and d.deptype in ('n', 'a', 'i', 'P', 'S')
        and not (d.deptype in ('P', 'S') and exists (
            select from child c where c.classid = d.classid and c.oid = d.objid and d.classid = d.refclassid))
        and not (d.classid = 1259 and d.refclassid = 1259 and d.objsubid = 0 and d.refobjsubid = 0 and exists (
            select from pg_class t where t.oid = d.objid and t.relispartition and t.relkind in ('r', 'p')))
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
union
select d.refclassid || '/' || d.refobjid || '/0', d.classid || '/' || d.objid || '/0'
from pg_depend d
join child c on c.classid = d.classid and c.oid = d.objid
where d.deptype = 'P' and d.classid = d.refclassid
union
-- A table joins its parent when both, and its own parts, are as they shall be.
select 'member/' || i.inhrelid || '/' || i.inhseqno, '1259/' || i.inhparent || '/0' from pg_inherits i
union
select 'member/' || i.inhrelid || '/' || i.inhseqno, '1259/' || a.attrelid || '/' || a.attnum
from pg_inherits i join pg_attribute a on a.attrelid in (i.inhrelid, i.inhparent) and a.attnum > 0 and not a.attisdropped
union
select 'member/' || i.inhrelid || '/' || i.inhseqno, '2606/' || k.oid || '/0'
from pg_inherits i
join pg_class t on t.oid = i.inhrelid and t.relispartition
join pg_constraint k on k.conrelid = t.oid and k.contype in ('p', 'u', 'x', 'c', 'f')
union
select 'member/' || i.inhrelid || '/' || i.inhseqno, '1259/' || x.indexrelid || '/0'
from pg_inherits i
join pg_class t on t.oid = i.inhrelid and t.relispartition
join pg_index x on x.indrelid = t.oid
union
-- The trigger of a partition comes when that joins.
select '2620/' || t.oid || '/0', 'member/' || i.inhrelid || '/' || i.inhseqno
from pg_trigger t join pg_inherits i on i.inhrelid = t.tgrelid where t.tgparentid <> 0
