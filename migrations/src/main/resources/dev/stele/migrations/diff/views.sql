-- where: select from pg_class where relkind in ('v', 'm') and oid >= 16384
select case c.relkind when 'v' then 'VIEW' else 'MATERIALIZED_VIEW' end, c.nspname::text, '', c.relname::text,
    array['1259/' || c.oid || '/0', '2618/' || r.oid || '/0', '1247/' || t.oid || '/0', '1247/' || t.typarray || '/0'],
    array[
        'owner', pg_get_userbyid(c.relowner)::text,
        'comment', (select d.description from pg_description d
            where d.objoid = c.oid and d.classoid = 1259 and d.objsubid = 0),
        'definition', regexp_replace(pg_get_viewdef(c.oid), ';$', ''),
        'options', (select string_agg(o, ', ' order by o) from unnest(c.reloptions) o),
        'access_method', (select amname::text from pg_am where oid = c.relam and amname <> 'heap'),
        'tablespace', (select spcname::text from pg_tablespace where oid = c.reltablespace),
        '~unpopulated', case when c.relkind = 'm' and not c.relispopulated then 'true' end,
        '~columns', (select string_agg(
                quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attcollation::regcollation, E'\n'
                order by a.attnum)
            from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
        '~names', (select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
            from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
        'column_comments', (select string_agg(quote_ident(a.attname) || ' is ' || quote_literal(o.description), E'\n'
                order by a.attnum)
            from pg_attribute a
            join pg_description o on o.objoid = c.oid and o.classoid = 1259 and o.objsubid = a.attnum
            where a.attrelid = c.oid and not a.attisdropped),
        'column_defaults', (select string_agg(
                quote_ident(a.attname) || ' set default ' || pg_get_expr(f.adbin, f.adrelid), E'\n' order by a.attnum)
            from pg_attribute a join pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
            where a.attrelid = c.oid),
        'column_settings', (select string_agg(
                quote_ident(a.attname) || ' set statistics ' || a.attstattarget, E'\n' order by a.attnum)
            from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and a.attstattarget >= 0)
    ]
from rel c
join pg_type t on t.typrelid = c.oid
join pg_rewrite r on r.ev_class = c.oid and r.rulename = '_RETURN'
where c.relkind in ('v', 'm')
