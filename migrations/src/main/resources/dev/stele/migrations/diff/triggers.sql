-- where: select from pg_trigger where not tgisinternal
select 'TRIGGER', c.nspname::text, c.relname::text, t.tgname::text,
    array['2620/' || t.oid || '/0'],
    array[
        'comment', (select d.description from pg_description d
            where d.objoid = t.oid and d.classoid = 2620 and d.objsubid = 0),
        'definition', pg_get_triggerdef(t.oid),
        'enabled', case t.tgenabled when 'D' then 'disable' when 'R' then 'enable replica'
            when 'A' then 'enable always' end,
        '~inherited', case when t.tgparentid <> 0 then 'true' end
    ]
from rel c
join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal
