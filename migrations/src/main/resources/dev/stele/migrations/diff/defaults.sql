-- where: select from pg_attrdef where oid >= 16384
select 'DEFAULT', c.nspname::text, c.relname::text, a.attname::text,
    array['2604/' || f.oid || '/0'],
    array['expression', pg_get_expr(f.adbin, f.adrelid)]
from rel c
join pg_attrdef f on f.adrelid = c.oid
join pg_attribute a on a.attrelid = c.oid and a.attnum = f.adnum
where c.relkind in ('r', 'p') and a.attgenerated = ''
