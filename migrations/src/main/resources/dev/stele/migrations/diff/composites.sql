-- where: select from pg_class where relkind = 'c' and oid >= 16384
select 'COMPOSITE', c.nspname::text, '', c.relname::text,
    array['1259/' || c.oid || '/0', '1247/' || t.oid || '/0', '1247/' || t.typarray || '/0'],
    array['owner', pg_get_userbyid(c.relowner)::text, 'comment', (select d.description from pg_description d
            where d.objoid = t.oid and d.classoid = 1247 and d.objsubid = 0),
        'attributes', (select string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
                || coalesce((select format(' COLLATE %I.%I', cn.nspname, l.collname) from pg_collation l
                    join pg_namespace cn on cn.oid = l.collnamespace
                    where l.oid = a.attcollation and l.oid <> b.typcollation), ''), E',\n    ' order by a.attnum)
            from pg_attribute a join pg_type b on b.oid = a.atttypid
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
        'attribute_comments', (select string_agg(quote_ident(a.attname) || ' ' || quote_literal(o.description), E'\n'
                order by a.attname)
            from pg_attribute a
            join pg_description o on o.objoid = c.oid and o.classoid = 1259 and o.objsubid = a.attnum
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)]
from rel c
join pg_type t on t.typrelid = c.oid
where c.relkind = 'c'
