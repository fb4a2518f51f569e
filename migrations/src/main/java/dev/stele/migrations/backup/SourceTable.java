package dev.stele.migrations.backup;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table whose rows are to be copied: an ordinary one or a leaf of a partitioned one.
 *
 * @param oid its number on the server
 * @param schema its schema
 * @param name its name
 * @param columns all columns but generated ones, in their order
 * @param binary whether COPY's binary form means the same on another database
 * @param pages its size in blocks, or -1 where it cannot be read in parts
 * @param bytes its size without indexes
 * @param rows how many rows the server believes it has, or -1
 */
record SourceTable(
        long oid, String schema, String name, List<String> columns, boolean binary, long pages, long bytes, long rows) {
    // Enums are sent by label. Types of users may send object identifiers, those named reg… always do, and below 10000
    // are the types that have the same identifier on every server.
    private static final String QUERY = """
            select c.oid, n.nspname, c.relname,
                array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
                    and not a.attisdropped and a.attgenerated = '' order by a.attnum),
                not exists (select from pg_attribute a join pg_type t on t.oid = a.atttypid
                    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and not (t.typtype = 'e'
                        or t.oid < 10000 and t.typsend <> 0 and t.typname !~ '^_?reg')),
                case when (select amname from pg_am where oid = c.relam) = 'heap'
                    then pg_relation_size(c.oid) / current_setting('block_size')::int else -1 end,
                pg_table_size(c.oid), c.reltuples::bigint
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname !~ '^pg_'
                and n.nspname <> 'information_schema'
                and not exists (select from pg_depend d where d.classid = 1259 and d.objid = c.oid and d.deptype = 'e')
            order by n.nspname, c.relname""";

    SourceTable {
        columns = List.copyOf(columns);
    }

    static List<SourceTable> all(Connection connection) throws SQLException {
        List<SourceTable> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            while (row.next()) {
                Array columns = row.getArray(4);
                tables.add(new SourceTable(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        List.of((String[]) columns.getArray()),
                        row.getBoolean(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8)));
            }
        }
        return tables;
    }

    /** The same table read as a backup read it. */
    SourceTable as(List<String> otherColumns, boolean otherBinary) {
        return new SourceTable(oid, schema, name, otherColumns, otherBinary, pages, bytes, rows);
    }

    /** The name in SQL. */
    String sql() {
        return Sql.quote(schema, name);
    }

    /** The name for messages. */
    String label() {
        return schema.isEmpty() ? name : schema + "." + name;
    }

    /** The columns in SQL, which are none where the table has none. */
    String columnList() {
        return columns.stream().map(Sql::quote).collect(Collectors.joining(", "));
    }
}
