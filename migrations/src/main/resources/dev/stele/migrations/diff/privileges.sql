select 'PRIVILEGE', o.schema, '', o.word || ' ' || o.name,
    array['acl/' || o.classid || '/' || o.oid || '/0'],
    array['~on', o.word || ' ' || case when o.schema = '' then '' else quote_ident(o.schema) || '.' end || o.name] || f.facts
from (
    select 1259 as classid, c.oid, c.nspname::text as schema, quote_ident(c.relname) as name,
        case c.relkind when 'S' then 'sequence' else 'table' end as word,
        coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner)) as acl,
        acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner) as standard
    from rel c
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and (c.relacl is not null or exists (
        select from pg_attribute a where a.attrelid = c.oid and a.attacl is not null))
    union all
    select 1255, p.oid, n.nspname::text, quote_ident(p.proname) || '(' || oidvectortypes(p.proargtypes) || ')',
        case p.prokind when 'p' then 'procedure' else 'function' end, p.proacl, acldefault('f', p.proowner)
    from pg_proc p join ns n on n.oid = p.pronamespace
    where p.proacl is not null and not exists (select from member m where m.classid = 1255 and m.objid = p.oid)
    union all
    select 2615, n.oid, '', quote_ident(n.nspname), 'schema', n.nspacl,
        case when n.nspname = 'public' then
            -- What a new database grants, so that only the changes of somebody show.
            array[makeaclitem(n.nspowner, n.nspowner, 'USAGE', false), makeaclitem(n.nspowner, n.nspowner, 'CREATE', false),
                makeaclitem(0, n.nspowner, 'USAGE', false)]
            || case when current_setting('server_version_num')::int < 150000
                then array[makeaclitem(0, n.nspowner, 'CREATE', false)] else '{}' end
        else acldefault('n', n.nspowner) end
    from pg_namespace n join ns s on s.oid = n.oid
    where n.nspacl is not null
    union all
    select 1247, t.oid, n.nspname::text, quote_ident(t.typname), 'type', t.typacl, acldefault('T', t.typowner)
    from pg_type t join ns n on n.oid = t.typnamespace
    where t.typacl is not null and not exists (select from member m where m.classid = 1247 and m.objid = t.oid)) o
cross join lateral (
    select array_agg(u.part order by g.key, u.place) as facts
            from (
                select case when x.part = '' then 'to ' || x.grantee else 'to ' || x.grantee || ' (' || x.part || ')' end as key,
                    string_agg(x.item, ', ' order by x.item) as value
                from (
                    select coalesce(i.part, '') as part,
                        case when coalesce(i.grantee, s.grantee) = 0 then 'public'
                            else quote_ident(pg_get_userbyid(coalesce(i.grantee, s.grantee))) end as grantee,
                        case when i.privilege is null then '-' || lower(s.privilege_type)
                            else lower(i.privilege) || case when i.grantable then '*' else '' end end as item
                    from (
                        select '' as part, e.grantee, e.privilege_type as privilege, bool_or(e.is_grantable) as grantable
                        from aclexplode(o.acl) e group by 1, 2, 3
                        union all
                        select quote_ident(a.attname), e.grantee, e.privilege_type, bool_or(e.is_grantable)
                        from pg_attribute a cross join aclexplode(a.attacl) e
                        where o.classid = 1259 and a.attrelid = o.oid and not a.attisdropped group by 1, 2, 3) i
                    full join aclexplode(o.standard) s
                        on s.grantee = i.grantee and s.privilege_type = i.privilege and i.part = ''
                    where i.privilege is null or s.privilege_type is null or i.grantable) x
                group by 1) g
            cross join unnest(array[g.key, g.value]) with ordinality u (part, place)) f
where f.facts is not null
