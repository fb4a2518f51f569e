-- where: select from pg_policy
select 'POLICY', c.nspname::text, c.relname::text, p.polname::text,
    array['3256/' || p.oid || '/0'],
    array[
        'comment', (select d.description from pg_description d
            where d.objoid = p.oid and d.classoid = 3256 and d.objsubid = 0),
        'restrictive', case when not p.polpermissive then 'true' end,
        'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
            when 'd' then 'delete' end,
        'roles', (select string_agg(case when u.role = 0 then 'public' else quote_ident(pg_get_userbyid(u.role)) end,
                ', ' order by pg_get_userbyid(u.role))
            from unnest(p.polroles) u (role)),
        'using', pg_get_expr(p.polqual, p.polrelid),
        'check', pg_get_expr(p.polwithcheck, p.polrelid)
    ]
from rel c
join pg_policy p on p.polrelid = c.oid
