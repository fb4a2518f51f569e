-- where: select from pg_type where typtype = 'd' and oid >= 16384
select 'DOMAIN', n.nspname::text, '', t.typname::text,
    array['1247/' || t.oid || '/0', '1247/' || t.typarray || '/0'],
    array['owner', pg_get_userbyid(t.typowner)::text, 'comment', (select d.description from pg_description d
            where d.objoid = t.oid and d.classoid = 1247 and d.objsubid = 0),
        'type', format_type(t.typbasetype, t.typtypmod),
        'collation', (select format('%I.%I', cn.nspname, l.collname) from pg_collation l
            join pg_namespace cn on cn.oid = l.collnamespace where l.oid = t.typcollation and l.oid <> b.typcollation),
        'default', pg_get_expr(t.typdefaultbin, 0),
        'not_null', case when t.typnotnull then 'true' end]
from pg_type t
join ns n on n.oid = t.typnamespace
join pg_type b on b.oid = t.typbasetype
where t.typtype = 'd' and not exists (select from member m where m.classid = 1247 and m.objid = t.oid)
