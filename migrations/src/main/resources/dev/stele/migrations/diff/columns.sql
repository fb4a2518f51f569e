-- where: select from pg_class where relkind in ('r', 'p') and oid >= 16384
select 'COLUMN', c.nspname::text, c.relname::text, a.attname::text,
    array['1259/' || c.oid || '/' || a.attnum]
        || case when a.attgenerated <> '' then array['2604/' || f.oid || '/0'] else '{}' end,
    array[
        'comment', (select d.description from pg_description d
            where d.objoid = c.oid and d.classoid = 1259 and d.objsubid = a.attnum),
        'type', format_type(a.atttypid, a.atttypmod),
        '~position', a.attnum::text,
        '~kind', t.typtype::text,
        'collation', (select format('%I.%I', n.nspname, l.collname) from pg_collation l
            join pg_namespace n on n.oid = l.collnamespace where l.oid = a.attcollation and l.oid <> t.typcollation),
        'not_null', case when a.attnotnull or k.conname is not null then 'true' end,
        -- What is inherited has the name of a parent's or of before it joined one, as history would have it.
        'not_null.name', case when k.coninhcount = 0 and k.conname <> c.relname || '_' || a.attname || '_not_null'
            and octet_length(c.relname || '_' || a.attname || '_not_null') < 64 then k.conname::text end,
        '~not_null.name', k.conname::text,
        'not_null.unchecked', case when not k.convalidated then 'true' end,
        'not_null.no_inherit', case when k.connoinherit then 'true' end,
        'generated', case when a.attgenerated <> '' then pg_get_expr(f.adbin, f.adrelid) end,
        'generated.kind', case a.attgenerated when 's' then 'stored' when 'v' then 'virtual' end,
        -- That of a partition without a counter is its parent's, and comes and goes with that.
        'identity', case when q.relname is not null
            then case a.attidentity when 'a' then 'always' when 'd' then 'by default' end end,
        'identity.sequence', case when q.relname <> c.relname || '_' || a.attname || '_seq'
            and octet_length(c.relname || '_' || a.attname || '_seq') < 64 then q.relname::text end,
        '~identity.sequence', q.relname::text,
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
        -- What a table defines itself it keeps when its parent's goes. A partition defines nothing itself.
        'inherited', case when a.attinhcount > 0 and not c.relispartition
            then case when a.attislocal then 'and defined' else 'only' end end,
        '~inherited', case when a.attinhcount > 0 then 'true' end
    ]
from rel c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid
left join pg_attrdef f on f.adrelid = c.oid and f.adnum = a.attnum
left join pg_constraint k on k.conrelid = c.oid and k.contype = 'n' and k.conkey[1] = a.attnum
-- Asked of the index row by row, as the planner takes their number for one and would join them all with all.
left join lateral (
    select s.relname, n.*
    from pg_depend i
    join pg_class s on s.oid = i.objid and s.relkind = 'S'
    join counter n on n.seqrelid = s.oid
    where a.attidentity <> '' and i.classid = 1259 and i.refclassid = 1259 and i.refobjid = c.oid
        and i.refobjsubid = a.attnum and i.deptype = 'i' offset 0) q on true
where c.relkind in ('r', 'p')
