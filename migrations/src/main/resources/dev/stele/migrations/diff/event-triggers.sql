-- where: select from pg_event_trigger
select 'EVENT_TRIGGER', '', '', e.evtname::text,
    array['3466/' || e.oid || '/0'],
    array[
        'owner', pg_get_userbyid(e.evtowner)::text,
        'comment', (select d.description from pg_description d
            where d.objoid = e.oid and d.classoid = 3466 and d.objsubid = 0),
        'event', e.evtevent::text,
        'tags', (select string_agg(quote_literal(t), ', ' order by t) from unnest(e.evttags) t),
        'function', e.evtfoid::regprocedure::text,
        'enabled', case e.evtenabled when 'D' then 'disable' when 'R' then 'enable replica'
            when 'A' then 'enable always' end
    ]
from pg_event_trigger e
where not exists (select from member m where m.classid = 3466 and m.objid = e.oid)
