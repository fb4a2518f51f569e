package dev.stele.migrations.advice;

import dev.stele.core.PostgresExtension;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Tables and indexes of a test's database, as far as reports show them. */
record SampleFigures(PostgresExtension postgres) {

    List<TableFigures> tables() {
        return postgres.query("""
                        select c.relname::text, greatest(c.reltuples, 0)::bigint, pg_table_size(c.oid),
                            pg_indexes_size(c.oid)
                        from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                            and c.relname not like 'databasechangelog%' and c.relname not like 'stele%'
                        order by 1""").stream().map(this::table).toList();
    }

    private TableFigures table(List<Object> row) {
        String name = (String) row.get(0);
        List<TableFigures.Column> columns = postgres.query("""
                        select attname::text, format_type(atttypid, atttypmod),
                            exists (select from pg_index where indrelid = attrelid and indisprimary
                                and attnum = any (indkey))
                        from pg_attribute where attrelid = quote_ident(?)::regclass and attnum > 0 and not attisdropped
                        order by attnum""", name).stream()
                .map(column -> new TableFigures.Column(
                        (String) column.get(0), (String) column.get(1), (boolean) column.get(2)))
                .toList();
        List<TableFigures.Reference> references = postgres.query("""
                        select (select string_agg(attname, ',') from unnest(conkey) k
                                join pg_attribute on attrelid = conrelid and attnum = k),
                            (select relname::text from pg_class where oid = confrelid),
                            exists (select from pg_index where indrelid = conrelid and indkey[0] = conkey[1])
                        from pg_constraint where conrelid = quote_ident(?)::regclass and contype = 'f'
                        order by conname""", name).stream()
                .map(reference -> new TableFigures.Reference(
                        List.of(((String) reference.get(0)).split(",")), (String) reference.get(1), (boolean)
                                reference.get(2)))
                .toList();
        long rows = (long) row.get(1);
        return new TableFigures(
                name,
                columns,
                references,
                new TableFigures.Size(rows, rows / 50, (long) row.get(2), (long) row.get(3)),
                new TableFigures.Activity(
                        12_870, rows * 12_870, 48_400, rows, rows == 0 ? null : Instant.parse("2026-11-22T21:00:00Z")));
    }

    List<IndexFigures> indexes() {
        return postgres.query("""
                        select i.relname::text, t.relname::text, pg_get_indexdef(i.oid), pg_relation_size(i.oid),
                            (select conname::text from pg_constraint where conindid = i.oid and contype in ('p', 'u') limit 1)
                        from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
                        where t.relnamespace = 'public'::regnamespace and t.relname not like 'databasechangelog%'
                            and t.relname not like 'stele%'
                        order by 1""").stream()
                .map(row -> new IndexFigures(
                        (String) row.get(0),
                        (String) row.get(1),
                        (String) row.get(2),
                        Optional.ofNullable((String) row.get(4)),
                        (long) row.get(3),
                        row.get(0).toString().contains("copy") ? 0 : 1_200 + (long) row.get(3) / 50,
                        row.get(0).toString().contains("pkey") ? OptionalDouble.of(0.04) : OptionalDouble.empty()))
                .toList();
    }
}
