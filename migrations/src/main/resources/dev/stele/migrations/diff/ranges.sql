-- where: select from pg_range where rngtypid >= 16384
select 'RANGE', n.nspname::text, '', t.typname::text,
    array['1247/' || t.oid || '/0', '1247/' || t.typarray || '/0', '1247/' || m.oid || '/0',
        '1247/' || m.typarray || '/0'],
    array['owner', pg_get_userbyid(t.typowner)::text, 'comment', (select d.description from pg_description d
            where d.objoid = t.oid and d.classoid = 1247 and d.objsubid = 0),
        'subtype', format_type(r.rngsubtype, null),
        'multirange', case when m.typname <> case when t.typname ~ 'range'
            then regexp_replace(t.typname, 'range', 'multirange') else t.typname || '_multirange' end
            then format('%I.%I', n.nspname, m.typname) end,
        'opclass', (select format('%I.%I', on_.nspname, o.opcname) from pg_opclass o
            join pg_namespace on_ on on_.oid = o.opcnamespace where o.oid = r.rngsubopc and not o.opcdefault),
        'collation', (select format('%I.%I', cn.nspname, l.collname) from pg_collation l
            join pg_namespace cn on cn.oid = l.collnamespace where l.oid = r.rngcollation and l.oid <> b.typcollation),
        'canonical', case when r.rngcanonical <> 0 then r.rngcanonical::regproc::text end,
        'subtype_diff', case when r.rngsubdiff <> 0 then r.rngsubdiff::regproc::text end]
from pg_type t
join ns n on n.oid = t.typnamespace
join pg_range r on r.rngtypid = t.oid
join pg_type b on b.oid = r.rngsubtype
join pg_type m on m.oid = r.rngmultitypid
where t.typtype = 'r' and not exists (select from member e where e.classid = 1247 and e.objid = t.oid)
