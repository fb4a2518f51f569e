-- where: select from pg_sequence where seqrelid >= 16384
select 'SEQUENCE', c.nspname::text, '', c.relname::text,
    array['1259/' || c.oid || '/0'],
    array['owner', pg_get_userbyid(c.relowner)::text, 'comment', (select d.description from pg_description d
            where d.objoid = c.oid and d.classoid = 1259 and d.objsubid = 0),
        'unlogged', case c.relpersistence when 'u' then 'true' end,
        'type', q.type, 'increment', nullif(q.increment, '1'), 'min', q.min, 'max', q.max, 'start', q.start,
        'cache', q.cache, 'cycle', q.cycle]
from rel c
join counter q on q.seqrelid = c.oid
where c.relkind = 'S' and not exists (select from identity i where i.sequence = c.oid)
