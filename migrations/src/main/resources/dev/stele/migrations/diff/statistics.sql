-- where: select from pg_statistic_ext
select 'STATISTICS', n.nspname::text, '', s.stxname::text,
    array['3381/' || s.oid || '/0'],
    array[
        'owner', pg_get_userbyid(s.stxowner)::text,
        'comment', (select d.description from pg_description d
            where d.objoid = s.oid and d.classoid = 3381 and d.objsubid = 0),
        'definition', pg_get_statisticsobjdef(s.oid),
        'target', nullif(to_jsonb(s) ->> 'stxstattarget', '-1')
    ]
from pg_statistic_ext s
join ns n on n.oid = s.stxnamespace
where not exists (select from member m where m.classid = 3381 and m.objid = s.oid)
