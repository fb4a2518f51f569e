-- where: select from pg_rewrite where rulename <> '_RETURN' and oid >= 16384
select 'RULE', c.nspname::text, c.relname::text, r.rulename::text,
    array['2618/' || r.oid || '/0'],
    array[
        'comment', (select d.description from pg_description d
            where d.objoid = r.oid and d.classoid = 2618 and d.objsubid = 0),
        'definition', regexp_replace(pg_get_ruledef(r.oid), ';$', ''),
        'enabled', case r.ev_enabled when 'D' then 'disable' when 'R' then 'enable replica'
            when 'A' then 'enable always' end
    ]
from rel c
join pg_rewrite r on r.ev_class = c.oid and r.rulename <> '_RETURN'
