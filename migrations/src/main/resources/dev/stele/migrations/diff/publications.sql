-- where: select from pg_publication
select 'PUBLICATION', '', '', p.pubname::text,
    array['6104/' || p.oid || '/0']
        || array(select '6106/' || r.oid || '/0' from pg_publication_rel r where r.prpubid = p.oid),
    array[
        'owner', pg_get_userbyid(p.pubowner)::text,
        'comment', (select d.description from pg_description d
            where d.objoid = p.oid and d.classoid = 6104 and d.objsubid = 0),
        'for', case when p.puballtables then 'all tables' else concat_ws(', ',
            (select string_agg(format('table %s', r.prrelid::regclass)
                    || coalesce(' (' || (select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
                        from pg_attribute a where a.attrelid = r.prrelid
                            and to_jsonb(r) -> 'prattrs' @> to_jsonb(a.attnum)) || ')', '')
                    || coalesce(' where (' || (select to_jsonb(v) ->> 'rowfilter' from pg_publication_tables v
                        where v.pubname = p.pubname and format('%I.%I', v.schemaname, v.tablename)::regclass = r.prrelid)
                        || ')', ''),
                    ', ' order by r.prrelid::regclass::text)
                from pg_publication_rel r where r.prpubid = p.oid),
            (select string_agg(format('tables in schema %I', s.nspname), ', ' order by s.nspname)
                from pg_depend g
                join pg_depend o on o.classid = 6237 and o.objid = g.objid and o.refclassid = 2615
                join pg_namespace s on s.oid = o.refobjid
                where g.classid = 6237 and g.refclassid = 6104 and g.refobjid = p.oid)) end,
        'publish', concat_ws(', ', case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
            case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end),
        'via_root', case when p.pubviaroot then 'true' end,
        'generated_columns', case to_jsonb(p) ->> 'pubgencols' when 's' then 'stored' end
    ]
from pg_publication p
