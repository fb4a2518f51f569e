-- where: select from pg_cast where oid >= 16384
-- where: select from pg_operator where oid >= 16384
-- where: select from pg_opclass where oid >= 16384
-- where: select from pg_opfamily where oid >= 16384
-- where: select from pg_conversion where oid >= 16384
-- where: select from pg_ts_config where oid >= 16384
-- where: select from pg_ts_dict where oid >= 16384
-- where: select from pg_ts_parser where oid >= 16384
-- where: select from pg_ts_template where oid >= 16384
-- where: select from pg_language where oid >= 16384
-- where: select from pg_transform where oid >= 16384
-- where: select from pg_am where oid >= 16384
-- where: select from pg_foreign_data_wrapper
-- where: select from pg_foreign_table
-- where: select from pg_type where typtype in ('b', 'p') and typcategory <> 'A' and oid >= 16384
-- where: select from pg_seclabel
select 'OTHER', coalesce(n.nspname::text, ''), '', o.name,
    array[o.classid || '/' || o.oid || '/0'] || o.more,
    array['definition', o.definition]
from (
    select 2605 as classid, oid, 0::oid as namespace, '{}'::text[] as more,
        'cast ' || castsource::regtype || ' as ' || casttarget::regtype as name,
        concat_ws(' ', castcontext, castmethod, nullif(castfunc, 0)::regprocedure) as definition
    from pg_cast
    -- the one that comes with a range type
    where not exists (select from pg_range r where r.rngtypid = castsource and r.rngmultitypid = casttarget)
    union all
    select 2617, oid, oprnamespace, '{}', 'operator ' || oid::regoperator,
        concat_ws(' ', oprcode, oprcom::regoperator, oprnegate::regoperator, oprrest, oprjoin, oprcanmerge, oprcanhash)
    from pg_operator
    union all
    select 2616, c.oid, c.opcnamespace, '{}',
        format('operator class %I using %s', c.opcname, (select amname from pg_am where oid = c.opcmethod)),
        concat_ws(' ', c.opcintype::regtype, c.opcdefault, nullif(c.opckeytype, 0)::regtype,
            (select f.opfname from pg_opfamily f where f.oid = c.opcfamily))
    from pg_opclass c
    union all
    select 2753, f.oid, f.opfnamespace, '{}',
        format('operator family %I using %s', f.opfname, (select amname from pg_am where oid = f.opfmethod)),
        concat_ws(' ',
            (select string_agg(concat_ws(' ', a.amopstrategy, a.amopopr::regoperator, a.amoppurpose), ', '
                order by a.amopstrategy, a.amopopr::regoperator::text)
            from pg_amop a where a.amopfamily = f.oid),
            (select string_agg(concat_ws(' ', p.amprocnum, p.amproc::regprocedure), ', '
                order by p.amprocnum, p.amproc::regprocedure::text)
            from pg_amproc p where p.amprocfamily = f.oid))
    from pg_opfamily f
    union all
    select 2607, oid, connamespace, '{}', format('conversion %I', conname),
        concat_ws(' ', conforencoding, contoencoding, conproc, condefault)
    from pg_conversion
    union all
    select 3602, c.oid, c.cfgnamespace, '{}', format('text search configuration %I', c.cfgname),
        concat_ws(' ', c.cfgparser, (select string_agg(concat_ws(' ', m.maptokentype, m.mapdict::regdictionary), ', '
            order by m.maptokentype, m.mapseqno) from pg_ts_config_map m where m.mapcfg = c.oid))
    from pg_ts_config c
    union all
    select 3600, oid, dictnamespace, '{}', format('text search dictionary %I', dictname),
        concat_ws(' ', (select tmplname from pg_ts_template t where t.oid = dicttemplate), dictinitoption)
    from pg_ts_dict
    union all
    select 3601, oid, prsnamespace, '{}', format('text search parser %I', prsname),
        concat_ws(' ', prsstart, prstoken, prsend, prsheadline, prslextype)
    from pg_ts_parser
    union all
    select 3764, oid, tmplnamespace, '{}', format('text search template %I', tmplname),
        concat_ws(' ', tmplinit, tmpllexize)
    from pg_ts_template
    union all
    select 2612, oid, 0, '{}', format('language %I', lanname), concat_ws(' ', lanplcallfoid::regproc, lanpltrusted)
    from pg_language
    union all
    select 3576, oid, 0, '{}',
        'transform for ' || trftype::regtype || ' language ' || (select lanname from pg_language l where l.oid = trflang),
        concat_ws(' ', trffromsql, trftosql)
    from pg_transform
    union all
    select 2601, oid, 0, '{}', format('access method %I', amname), concat_ws(' ', amhandler, amtype)
    from pg_am
    union all
    select 2328, oid, 0, '{}', format('foreign data wrapper %I', fdwname),
        concat_ws(' ', fdwhandler, fdwvalidator, fdwoptions)
    from pg_foreign_data_wrapper
    union all
    select 1417, s.oid, 0, '{}', format('server %I', s.srvname),
        concat_ws(' ', (select fdwname from pg_foreign_data_wrapper f where f.oid = s.srvfdw), s.srvtype, s.srvversion,
            s.srvoptions)
    from pg_foreign_server s
    union all
    select 1418, u.umid, 0, '{}', format('user mapping for %s server %I', u.usename, u.srvname), null
    from pg_user_mappings u
    union all
    select 1259, c.oid, c.relnamespace, array['1247/' || c.reltype || '/0'], format('foreign table %I', c.relname),
        concat_ws(' ', (select srvname from pg_foreign_server s where s.oid = f.ftserver), f.ftoptions,
            (select string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), a.attnotnull,
                a.attfdwoptions), ', ' order by a.attname)
            from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped))
    from rel c join pg_foreign_table f on f.ftrelid = c.oid
    union all
    select 1247, t.oid, t.typnamespace, array['1247/' || t.typarray || '/0'], format('base type %I', t.typname),
        concat_ws(' ', t.typlen, t.typinput, t.typoutput, t.typisdefined)
    from pg_type t
    where (t.typtype = 'b' and t.typcategory <> 'A' or t.typtype = 'p') and t.typnamespace in (select oid from ns)
    union all
    select 3596, s.objoid, 0, '{}', (select concat_ws(' ', 'security label', s.provider, 'on', i.type, i.identity)
        from pg_identify_object(s.classoid, s.objoid, s.objsubid) i), s.label
    from pg_seclabel s) o
left join ns n on n.oid = o.namespace
where o.oid >= 16384 and (o.namespace = 0 or n.oid is not null)
    and not exists (select from member m where m.classid = o.classid and m.objid = o.oid)
