-- where: select from pg_inherits
select case when c.relispartition then 'PARTITION' else 'INHERITANCE' end, c.nspname::text, c.relname::text,
    i.inhparent::regclass::text,
    array['member/' || c.oid || '/' || i.inhseqno],
    array[
        'bound', case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end,
        '~order', lpad(i.inhseqno::text, 4, '0')
    ]
from rel c
join pg_inherits i on i.inhrelid = c.oid
where c.relkind in ('r', 'p')
