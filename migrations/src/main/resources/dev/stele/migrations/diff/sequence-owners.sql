-- where: select from pg_sequence where seqrelid >= 16384
select 'SEQUENCE_OWNER', c.nspname::text, '', c.relname::text,
    array['owned/' || c.oid || '/0'],
    array['column', format('%I.%I.%I', n.nspname, t.relname, a.attname)]
from rel c
join pg_depend p on p.classid = 1259 and p.objid = c.oid and p.objsubid = 0 and p.refclassid = 1259
    and p.refobjsubid > 0 and p.deptype = 'a'
join pg_class t on t.oid = p.refobjid
join pg_namespace n on n.oid = t.relnamespace
join pg_attribute a on a.attrelid = t.oid and a.attnum = p.refobjsubid
where c.relkind = 'S'
