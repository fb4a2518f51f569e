select 'SEQUENCE', c.nspname::text, '', c.relname::text,
    array['1259/' || c.oid || '/0'],
    array['owner', pg_get_userbyid(c.relowner)::text, 'comment', d.description,
        'unlogged', case c.relpersistence when 'u' then 'true' end,
        'type', q.type, 'increment', nullif(q.increment, '1'), 'min', q.min, 'max', q.max, 'start', q.start,
        'cache', q.cache, 'cycle', q.cycle]
from rel c
join counter q on q.seqrelid = c.oid
left join note d on d.objoid = c.oid and d.classoid = 1259 and d.objsubid = 0
where c.relkind = 'S' and not exists (select from identity i where i.sequence = c.oid)
