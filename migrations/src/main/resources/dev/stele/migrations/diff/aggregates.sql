-- where: select from pg_proc where prokind = 'a' and oid >= 16384
select 'AGGREGATE', n.nspname::text, '',
    quote_ident(p.proname) || '(' || case when p.pronargs = 0 then '*'
        when a.aggkind = 'n' then oidvectortypes(p.proargtypes)
        else coalesce((select string_agg(format_type(u.t, null), ', ' order by u.i)
                from unnest(p.proargtypes::oid[]) with ordinality u (t, i) where u.i <= a.aggnumdirectargs) || ' ', '')
            || 'ORDER BY ' || coalesce((select string_agg(format_type(u.t, null), ', ' order by u.i)
                from unnest(p.proargtypes::oid[]) with ordinality u (t, i) where u.i > a.aggnumdirectargs),
                '"any"') end || ')',
    array['1255/' || p.oid || '/0'],
    array[
        'owner', pg_get_userbyid(p.proowner)::text,
        'comment', (select d.description from pg_description d
            where d.objoid = p.oid and d.classoid = 1255 and d.objsubid = 0),
        'arguments', case when p.pronargs = 0 then '*' else pg_get_function_arguments(p.oid) end,
        'options', concat_ws(E',\n    ',
            'sfunc = ' || a.aggtransfn::regproc,
            'stype = ' || format_type(a.aggtranstype, null),
            'sspace = ' || nullif(a.aggtransspace, 0),
            'finalfunc = ' || nullif(a.aggfinalfn, 0)::regproc,
            case when a.aggfinalextra then 'finalfunc_extra' end,
            case when a.aggfinalfn <> 0
                    and a.aggfinalmodify <> case when a.aggkind = 'n' then 'r' else 'w' end
                then 'finalfunc_modify = ' || case a.aggfinalmodify when 'r' then 'read_only' when 's' then 'shareable'
                    else 'read_write' end end,
            'combinefunc = ' || nullif(a.aggcombinefn, 0)::regproc,
            'serialfunc = ' || nullif(a.aggserialfn, 0)::regproc,
            'deserialfunc = ' || nullif(a.aggdeserialfn, 0)::regproc,
            'initcond = ' || quote_literal(a.agginitval),
            'msfunc = ' || nullif(a.aggmtransfn, 0)::regproc,
            'minvfunc = ' || nullif(a.aggminvtransfn, 0)::regproc,
            'mstype = ' || format_type(nullif(a.aggmtranstype, 0), null),
            'msspace = ' || nullif(a.aggmtransspace, 0),
            'mfinalfunc = ' || nullif(a.aggmfinalfn, 0)::regproc,
            case when a.aggmfinalextra then 'mfinalfunc_extra' end,
            case when a.aggmfinalfn <> 0
                    and a.aggmfinalmodify <> case when a.aggkind = 'n' then 'r' else 'w' end
                then 'mfinalfunc_modify = ' || case a.aggmfinalmodify when 'r' then 'read_only' when 's' then 'shareable'
                    else 'read_write' end end,
            'minitcond = ' || quote_literal(a.aggminitval),
            'sortop = operator(' || (select format('%I.%s', s.nspname, o.oprname) from pg_operator o
                join pg_namespace s on s.oid = o.oprnamespace where o.oid = a.aggsortop) || ')',
            'parallel = ' || case p.proparallel when 's' then 'safe' when 'r' then 'restricted' end,
            case when a.aggkind = 'h' then 'hypothetical' end)
    ]
from pg_proc p
join ns n on n.oid = p.pronamespace
join pg_aggregate a on a.aggfnoid = p.oid
where not exists (select from member m where m.classid = 1255 and m.objid = p.oid)
