-- where: select from pg_collation where oid >= 16384
select 'COLLATION', n.nspname::text, '', l.collname::text,
    array['3456/' || l.oid || '/0'],
    array[
        'owner', pg_get_userbyid(l.collowner)::text,
        'comment', (select d.description from pg_description d
            where d.objoid = l.oid and d.classoid = 3456 and d.objsubid = 0),
        'options', concat_ws(', ',
            'provider = ' || case l.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end,
            case when l.collprovider = 'c' and l.collcollate = l.collctype
                then 'locale = ' || quote_literal(l.collcollate) end,
            case when l.collprovider = 'c' and l.collcollate <> l.collctype
                then 'lc_collate = ' || quote_literal(l.collcollate) || ', lc_ctype = ' || quote_literal(l.collctype) end,
            case when l.collprovider <> 'c' then 'locale = ' || quote_literal(coalesce(
                to_jsonb(l) ->> 'colllocale', to_jsonb(l) ->> 'colliculocale', l.collcollate)) end,
            'rules = ' || quote_literal(to_jsonb(l) ->> 'collicurules'),
            case when not l.collisdeterministic then 'deterministic = false' end)
    ]
from pg_collation l
join ns n on n.oid = l.collnamespace
where not exists (select from member m where m.classid = 3456 and m.objid = l.oid)
