-- where: select from pg_constraint where contypid >= 16384
select 'DOMAIN_CONSTRAINT', n.nspname::text, t.typname::text, k.conname::text,
    array['2606/' || k.oid || '/0'],
    array['comment', (select d.description from pg_description d
            where d.objoid = k.oid and d.classoid = 2606 and d.objsubid = 0),
        'definition', regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', ''),
        'unchecked', case when not k.convalidated then 'true' end]
from pg_type t
join ns n on n.oid = t.typnamespace
join pg_constraint k on k.contypid = t.oid and k.contype = 'c'
where t.typtype = 'd' and not exists (select from member m where m.classid = 1247 and m.objid = t.oid)
