package dev.stele.migrations.advice;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table with rows of its own, as the live server has it: an ordinary one or a leaf of a partitioned one.
 *
 * @param table its name
 * @param columns all columns but generated ones
 * @param size how large it is
 * @param readable whether the role may read all of these columns
 * @param inherits whether others inherit from it, which ANALYZE looks at too
 */
record LiveTable(Prover.Table table, List<String> columns, Size size, boolean readable, boolean inherits) {
    // Unlike names, whose meaning depends on the search path, these are looked up as they are stored.
    private static final String QUERY = """
            with recursive named as (
                select c.oid from unnest(?::text[], ?::text[]) t (schema, name)
                join pg_namespace n on n.nspname = t.schema
                join pg_class c on c.relnamespace = n.oid and c.relname = t.name and c.relkind in ('r', 'p')),
            tree as (select oid from named union select i.inhrelid from tree t join pg_inherits i on i.inhparent = t.oid)
            select n.nspname, c.relname,
                array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
                    and not a.attisdropped and a.attgenerated = '' order by a.attnum),
                pg_relation_size(c.oid) / current_setting('block_size')::int,
                pg_table_size(c.oid), c.reltuples, c.relpages, c.relallvisible,
                (select amname from pg_am where oid = c.relam) = 'heap',
                has_table_privilege(c.oid, 'select') or not exists (select from pg_attribute a
                    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                        and not has_column_privilege(c.oid, a.attnum, 'select')),
                exists (select from pg_inherits i where i.inhparent = c.oid)
            from tree t join pg_class c on c.oid = t.oid join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r'
            order by 1, 2""";

    private static final double VISIBLE = 0.9;

    LiveTable {
        columns = List.copyOf(columns);
    }

    /**
     * How large a table is.
     *
     * @param pages its blocks now
     * @param bytes with what is stored out of line
     * @param known what the planner knows of it, of the last VACUUM or ANALYZE
     * @param heap whether it is stored as rows in blocks, which can be sampled
     */
    record Size(long pages, long bytes, Known known, boolean heap) {}

    /**
     * What the planner knows of a table.
     *
     * @param rows its rows, or -1 where nobody counted
     * @param pages its blocks then
     * @param visible blocks whose rows all can see, so that an index alone can answer
     */
    record Known(double rows, long pages, long visible) {}

    /** Whether an index alone answers for most rows. */
    boolean mostlyVisible() {
        return size.known().pages() > 0
                && size.known().visible() >= VISIBLE * size.known().pages();
    }

    /** Whether the planner knows it; an empty table needs no knowing. */
    boolean analyzed() {
        return size.known().rows() >= 0 || size.pages() == 0;
    }

    /** The share of its blocks for which an index alone cannot answer. */
    double hidden() {
        Known known = size.known();
        return known.pages() > 0 ? Math.max(0, 1 - (double) known.visible() / known.pages()) : 1;
    }

    String columnList() {
        return columns.stream().map(SqlNames::quote).collect(Collectors.joining(", "));
    }

    /** The tables of that name that have rows, with all partitions. */
    static List<LiveTable> read(Connection connection, Collection<Prover.Table> names) throws SQLException {
        List<LiveTable> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setArray(1, array(connection, names.stream().map(Prover.Table::schema)));
            statement.setArray(2, array(connection, names.stream().map(Prover.Table::name)));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Known known = new Known(row.getDouble(6), row.getLong(7), row.getLong(8));
                    tables.add(new LiveTable(
                            new Prover.Table(row.getString(1), row.getString(2)),
                            List.of((String[]) row.getArray(3).getArray()),
                            new Size(row.getLong(4), row.getLong(5), known, row.getBoolean(9)),
                            row.getBoolean(10),
                            row.getBoolean(11)));
                }
            }
        }
        return tables;
    }

    private static Array array(Connection connection, Stream<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray());
    }
}
