-- where: select from pg_index where indexrelid >= 16384
select 'INDEX', c.nspname::text, c.relname::text, x.relname::text,
    array['1259/' || x.oid || '/0'],
    array[
        'comment', (select d.description from pg_description d
            where d.objoid = x.oid and d.classoid = 1259 and d.objsubid = 0),
        'unique', case when i.indisunique then 'true' end,
        'definition', substr(v.def, strpos(v.def, ' USING ') + 7),
        'tablespace', (select spcname::text from pg_tablespace where oid = x.reltablespace),
        'invalid', case when not i.indisvalid then 'true' end,
        'clustered', case when i.indisclustered then 'true' end,
        'replica_identity', case when i.indisreplident then 'true' end,
        'parent', (select case when k.conname is null then 'index ' else 'constraint ' end || n.nspname || '.' || p.relname
            from pg_inherits h join pg_class p on p.oid = h.inhparent join pg_namespace n on n.oid = p.relnamespace
            join pg_index pi on pi.indexrelid = p.oid
            left join pg_constraint k on k.conrelid = pi.indrelid and k.conindid = p.oid and k.contype in ('p', 'u', 'x')
            where h.inhrelid = x.oid),
        '~inherited', case when x.relispartition then 'true' end,
        'statistics', (select string_agg(a.attnum || ' ' || a.attstattarget, ', ' order by a.attnum)
            from pg_attribute a where a.attrelid = x.oid and a.attstattarget >= 0),
        -- Of several that are alike the server takes the oldest for a part of a parent's.
        '~older', (select nullif(count(*), 0)::text from pg_index o
            where o.indrelid = i.indrelid and o.indkey::text = i.indkey::text and o.indexrelid < i.indexrelid),
        '~partitioned', case when x.relkind = 'I' then 'true' end,
        '~keys', case when i.indisunique then (select string_agg(pg_get_indexdef(x.oid, n, false), ', ' order by n)
            from generate_series(1, i.indnkeyatts) n) end,
        '~predicate', pg_get_expr(i.indpred, i.indrelid),
        '~relation', c.relkind::text
    ]
from rel c
join pg_index i on i.indrelid = c.oid
join pg_class x on x.oid = i.indexrelid
cross join lateral (select pg_get_indexdef(x.oid) as def) v
where c.relkind in ('r', 'p', 'm')
    and not exists (
        select from pg_constraint k where k.conindid = x.oid and k.contype in ('p', 'u', 'x') and k.conrelid = c.oid)
