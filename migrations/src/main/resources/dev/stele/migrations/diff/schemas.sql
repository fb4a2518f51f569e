select 'SCHEMA' as kind, '' as schema, '' as table, n.nspname::text as name,
    array['2615/' || n.oid || '/0'] as ids,
    array['owner', pg_get_userbyid(p.nspowner)::text, 'comment', (select d.description from pg_description d
            where d.objoid = n.oid and d.classoid = 2615 and d.objsubid = 0)] as facts
from ns n
join pg_namespace p on p.oid = n.oid
where not exists (select from member m where m.classid = 2615 and m.objid = n.oid)
