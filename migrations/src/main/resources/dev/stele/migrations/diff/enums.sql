-- where: select from pg_type where typtype = 'e' and oid >= 16384
select 'ENUM', n.nspname::text, '', t.typname::text,
    array['1247/' || t.oid || '/0', '1247/' || t.typarray || '/0'],
    array['owner', pg_get_userbyid(t.typowner)::text, 'comment', (select d.description from pg_description d
            where d.objoid = t.oid and d.classoid = 1247 and d.objsubid = 0),
        'values', (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
            from pg_enum e where e.enumtypid = t.oid)]
from pg_type t
join ns n on n.oid = t.typnamespace
where t.typtype = 'e' and not exists (select from member m where m.classid = 1247 and m.objid = t.oid)
