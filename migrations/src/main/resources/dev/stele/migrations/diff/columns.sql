select 'COLUMN', c.nspname::text, c.relname::text, a.attname::text,
    array['1259/' || c.oid || '/' || a.attnum]
        || case when a.attgenerated <> '' then array['2604/' || f.oid || '/0'] else '{}' end,
    array[
        'comment', d.description,
        'type', format_type(a.atttypid, a.atttypmod),
        '~position', a.attnum::text,
        '~kind', t.typtype::text,
        'collation', (select format('%I.%I', n.nspname, l.collname) from pg_collation l
            join pg_namespace n on n.oid = l.collnamespace where l.oid = a.attcollation and l.oid <> t.typcollation),
        'not_null', case when a.attnotnull or k.conname is not null then 'true' end,
        'not_null.name', case when k.conislocal and k.conname <> c.relname || '_' || a.attname || '_not_null'
            and octet_length(c.relname || '_' || a.attname || '_not_null') < 64 then k.conname::text end,
        'not_null.unchecked', case when not k.convalidated then 'true' end,
        'not_null.no_inherit', case when k.connoinherit then 'true' end,
        'generated', case when a.attgenerated <> '' then pg_get_expr(f.adbin, f.adrelid) end,
        'generated.kind', case a.attgenerated when 's' then 'stored' when 'v' then 'virtual' end,
        'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
        'identity.sequence', case when s.relname <> c.relname || '_' || a.attname || '_seq'
            and octet_length(c.relname || '_' || a.attname || '_seq') < 64 then s.relname::text end,
        '~identity.sequence', s.relname::text,
        'identity.type', case when q.type <> format_type(a.atttypid, null) then q.type end,
        'identity.increment', nullif(q.increment, '1'), 'identity.min', q.min, 'identity.max', q.max,
        'identity.start', q.start, 'identity.cache', q.cache, 'identity.cycle', q.cycle,
        'storage', case when a.attstorage <> t.typstorage then case a.attstorage when 'p' then 'plain'
            when 'e' then 'external' when 'm' then 'main' else 'extended' end end,
        '~storage', case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main'
            else 'extended' end,
        'compression', case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end,
        'statistics', case when a.attstattarget >= 0 then a.attstattarget::text end,
        'options', array_to_string(a.attoptions, ', '),
        '~inherited', case when a.attinhcount > 0 and not a.attislocal then 'true' end
    ]
from rel c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid
left join pg_attrdef f on f.adrelid = c.oid and f.adnum = a.attnum
left join pg_constraint k on k.conrelid = c.oid and k.contype = 'n' and k.conkey[1] = a.attnum
left join identity i on i.relation = c.oid and i.attnum = a.attnum
left join pg_class s on s.oid = i.sequence
left join counter q on q.seqrelid = i.sequence
left join note d on d.objoid = c.oid and d.classoid = 1259 and d.objsubid = a.attnum
where c.relkind in ('r', 'p')
