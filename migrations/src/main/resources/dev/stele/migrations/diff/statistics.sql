select 'STATISTICS', n.nspname::text, '', s.stxname::text,
    array['3381/' || s.oid || '/0'],
    array[
        'owner', pg_get_userbyid(s.stxowner)::text,
        'comment', d.description,
        'definition', pg_get_statisticsobjdef(s.oid),
        'target', nullif(to_jsonb(s) ->> 'stxstattarget', '-1')
    ]
from pg_statistic_ext s
join ns n on n.oid = s.stxnamespace
left join note d on d.objoid = s.oid and d.classoid = 3381 and d.objsubid = 0
where not exists (select from member m where m.classid = 3381 and m.objid = s.oid)
