-- where: select from pg_class where relkind in ('r', 'p') and oid >= 16384
select 'TABLE', c.nspname::text, '', c.relname::text,
    array['1259/' || c.oid || '/0', '1247/' || t.oid || '/0', '1247/' || t.typarray || '/0'],
    array[
        'owner', pg_get_userbyid(c.relowner)::text,
        'comment', (select d.description from pg_description d
            where d.objoid = c.oid and d.classoid = 1259 and d.objsubid = 0),
        'unlogged', case c.relpersistence when 'u' then 'true' end,
        'of_type', case when c.reloftype <> 0 then format_type(c.reloftype, null) end,
        'access_method', (select amname::text from pg_am where oid = c.relam and amname <> 'heap'),
        'tablespace', (select spcname::text from pg_tablespace where oid = c.reltablespace),
        'options', (select string_agg(o, ', ' order by o) from unnest(c.reloptions) o),
        'toast_options', (select string_agg('toast.' || o, ', ' order by o)
            from pg_class x, unnest(x.reloptions) o where x.oid = c.reltoastrelid),
        'partitioned', case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end,
        'row_security', case when c.relrowsecurity then 'true' end,
        'force_row_security', case when c.relforcerowsecurity then 'true' end,
        'replica_identity', case c.relreplident when 'f' then 'full' when 'n' then 'nothing' end
    ]
from rel c
join pg_type t on t.typrelid = c.oid
where c.relkind in ('r', 'p')
