-- where: select from pg_constraint where conrelid >= 16384
select 'CONSTRAINT', c.nspname::text, c.relname::text, k.conname::text,
    array['2606/' || k.oid || '/0']
        || case when k.contype in ('p', 'u', 'x') then array['1259/' || k.conindid || '/0'] else '{}' end
        || array(select '2606/' || p.oid || '/0' from pg_constraint p
            where k.contype = 'f' and p.conparentid = k.oid and p.conrelid = k.conrelid),
    array[
        'comment', (select d.description from pg_description d
            where d.objoid = k.oid and d.classoid = 2606 and d.objsubid = 0),
        'type', case k.contype when 'p' then 'primary key' when 'u' then 'unique' when 'f' then 'foreign key'
            when 'c' then 'check' else 'exclude' end,
        'definition', regexp_replace(v.def,
            '( DEFERRABLE)?( INITIALLY DEFERRED)?( NOT VALID| NOT ENFORCED)?$', ''),
        'deferrable', case when k.condeferred then 'initially deferred' when k.condeferrable then 'true' end,
        'not_enforced', case when v.def like '% NOT ENFORCED' then 'true' end,
        'unchecked', case when not k.convalidated and v.def not like '% NOT ENFORCED' then 'true' end,
        'parent', (select case when e.conname is null then 'index ' else 'constraint ' end || n.nspname || '.' || p.relname
            from pg_inherits h join pg_class p on p.oid = h.inhparent join pg_namespace n on n.oid = p.relnamespace
            join pg_index pi on pi.indexrelid = p.oid
            left join pg_constraint e on e.conrelid = pi.indrelid and e.conindid = p.oid and e.contype in ('p', 'u', 'x')
            where h.inhrelid = x.oid),
        '~inherited', case when k.conparentid <> 0 or k.coninhcount > 0 and not k.conislocal then 'true' end,
        'options', (select string_agg(o, ', ' order by o) from unnest(x.reloptions) o),
        'tablespace', (select spcname::text from pg_tablespace where oid = x.reltablespace),
        'clustered', case when i.indisclustered then 'true' end,
        'replica_identity', case when i.indisreplident then 'true' end,
        '~index', case when i.indexrelid is not null then pg_get_indexdef(i.indexrelid) end,
        '~older', case when i.indexrelid is not null then (select nullif(count(*), 0)::text from pg_index o
            where o.indrelid = i.indrelid and o.indkey::text = i.indkey::text and o.indexrelid < i.indexrelid) end,
        '~columns', (select string_agg(quote_ident(a.attname), ', ' order by u.place)
            from unnest(k.conkey) with ordinality u (attnum, place)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum),
        '~references', case when k.contype = 'f' then k.confrelid::regclass::text end,
        '~referenced_columns', (select string_agg(quote_ident(a.attname), ', ' order by u.place)
            from unnest(k.confkey) with ordinality u (attnum, place)
            join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.attnum),
        '~expression', case when k.contype = 'c' then pg_get_expr(k.conbin, k.conrelid) end
    ]
from rel c
join pg_constraint k on k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c', 'x')
cross join lateral (select pg_get_constraintdef(k.oid) as def offset 0) v
left join pg_index i on i.indexrelid = k.conindid and k.contype in ('p', 'u', 'x')
left join pg_class x on x.oid = i.indexrelid
where c.relkind in ('r', 'p')
    -- A foreign key to a partitioned table has a twin for each partition there.
    and not exists (select from pg_constraint p where p.oid = k.conparentid and p.conrelid = k.conrelid)
