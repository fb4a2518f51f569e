with
member as (select classid, objid from pg_depend where deptype = 'e'),
ns as (select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'),
rel as (
    select c.*, n.nspname
    from pg_class c join ns n on n.oid = c.relnamespace
    where not exists (select from member m where m.classid = 1259 and m.objid = c.oid)
),
identity as not materialized (
    select d.refobjid as relation, d.refobjsubid as attnum, d.objid as sequence
    from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S'
    where d.classid = 1259 and d.refclassid = 1259 and d.deptype = 'i' and d.refobjsubid > 0
),
-- Only what differs from the defaults of the type, so that a change of type alone shows as one.
counter as not materialized (
    select s.seqrelid, format_type(s.seqtypid, null) as type, s.seqincrement::text as increment,
        case when s.seqmin <> case when s.seqincrement > 0 then 1 else b.low end then s.seqmin::text end as min,
        case when s.seqmax <> case when s.seqincrement > 0 then b.high else -1 end then s.seqmax::text end as max,
        case when s.seqstart <> case when s.seqincrement > 0 then s.seqmin else s.seqmax end
            then s.seqstart::text end as start,
        case when s.seqcache <> 1 then s.seqcache::text end as cache,
        case when s.seqcycle then 'true' end as cycle
    from pg_sequence s
    join (values ('int2'::regtype, -32768::int8, 32767::int8), ('int4', -2147483648, 2147483647),
        ('int8', -9223372036854775808, 9223372036854775807)) b (type, low, high) on b.type = s.seqtypid
)
