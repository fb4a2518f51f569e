-- where: select from pg_default_acl
select 'DEFAULT_PRIVILEGE', coalesce(n.nspname::text, ''), '',
    pg_get_userbyid(d.defaclrole) || ' on ' || case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences'
        when 'f' then 'functions' when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end,
    array['826/' || d.oid || '/0'],
    array['~role', quote_ident(pg_get_userbyid(d.defaclrole)),
            -- What the one who compares makes is given them.
            '~own', case when pg_get_userbyid(d.defaclrole) = current_user then 'true' end,
            '~on', case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences'
                when 'f' then 'functions' when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end]
        || (select array_agg(u.part order by g.key, u.place)
            from (
                select 'to ' || x.grantee as key, string_agg(x.item, ', ' order by x.item) as value
                from (
                    select case when coalesce(i.grantee, s.grantee) = 0 then 'public'
                            else quote_ident(pg_get_userbyid(coalesce(i.grantee, s.grantee))) end as grantee,
                        case when i.privilege_type is null then '-' || lower(s.privilege_type)
                            else lower(i.privilege_type) || case when i.is_grantable then '*' else '' end end as item
                    from aclexplode(d.defaclacl) i
                    full join aclexplode(case when d.defaclnamespace = 0 then acldefault(
                            case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end, d.defaclrole) end) s
                        on s.grantee = i.grantee and s.privilege_type = i.privilege_type
                    where i.privilege_type is null or s.privilege_type is null or i.is_grantable) x
                group by 1) g
            cross join unnest(array[g.key, g.value]) with ordinality u (part, place))
from pg_default_acl d
left join pg_namespace n on n.oid = d.defaclnamespace
