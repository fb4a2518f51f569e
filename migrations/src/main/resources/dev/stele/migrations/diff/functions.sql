-- where: select from pg_proc where prokind <> 'a' and oid >= 16384
select case p.prokind when 'p' then 'PROCEDURE' else 'FUNCTION' end, n.nspname::text, '',
    quote_ident(p.proname) || '(' || oidvectortypes(p.proargtypes) || ')',
    array['1255/' || p.oid || '/0'],
    array[
        'owner', pg_get_userbyid(p.proowner)::text,
        'comment', (select d.description from pg_description d
            where d.objoid = p.oid and d.classoid = 1255 and d.objsubid = 0),
        'definition', regexp_replace(pg_get_functiondef(p.oid), E'\\s+$', ''),
        '~result', pg_get_function_result(p.oid),
        '~kind', p.prokind::text,
        '~language', l.lanname::text,
        '~body', case when l.lanname not in ('c', 'internal') then p.prosrc end,
        '~atomic', case when p.prosqlbody is not null then 'true' end,
        '~arguments', array_to_string(p.proargnames, ','),
        '~modes', array_to_string(p.proargmodes, ','),
        '~defaults', p.pronargdefaults::text
    ]
from pg_proc p
join ns n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
where p.prokind in ('f', 'p', 'w')
    and not exists (select from member m where m.classid = 1255 and m.objid = p.oid)
    -- The constructors of a range type come with it.
    and not exists (select from pg_depend i where i.classid = 1255 and i.objid = p.oid and i.deptype = 'i')
