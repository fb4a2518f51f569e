package dev.stele.examples.proofs;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Fills every table of a schema with a few rows, and tells later whether their values are still there. */
final class Rows {
    private static final int ROWS = 3;

    /** Every column with its type, the constants that its check or type allows, and where its foreign key leads. */
    private static final String COLUMNS =
            "select c.oid::regclass::text, quote_ident(a.attname), t.typname, a.atttypmod,"
                    + " a.attnotnull, a.attidentity <> '' or a.attgenerated <> '', (select (regexp_match(pg_get_constraintdef(k.oid),"
                    + " '''(([^'']|'''')*)'''))[1] from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'"
                    + " and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) like '%ANY%' limit 1),"
                    + " (select e.enumlabel from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder limit 1),"
                    + " (select k.confrelid::regclass || '#' || (select quote_ident(r.attname) from pg_attribute r"
                    + " where r.attrelid = k.confrelid and r.attnum = k.confkey[array_position(k.conkey, a.attnum)])"
                    + " from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey) limit 1)"
                    + " from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace"
                    + " join pg_type t on t.oid = a.atttypid where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped"
                    + " and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_t%'"
                    + " and c.relname <> 'databasechangelog' order by 1, a.attnum";

    private Rows() {}

    /** Inserts up to three rows into each table; a table whose constraints want more cleverness stays empty. */
    static int fill(Connection connection) throws SQLException {
        Map<String, List<Column>> tables = tables(connection);
        int inserted = 0;
        // Twice, so that a table whose parent comes later finds it filled.
        for (int pass = 0; pass < 2; pass++) {
            for (int row = 1; row <= ROWS; row++) {
                for (Map.Entry<String, List<Column>> table : tables.entrySet()) {
                    inserted += insert(connection, table.getKey(), table.getValue(), pass * ROWS + row);
                }
            }
        }
        return inserted;
    }

    private static int insert(Connection connection, String table, List<Column> columns, int row) throws SQLException {
        List<Column> written =
                columns.stream().filter(column -> !column.computed()).toList();
        String names = written.stream().map(Column::name).collect(Collectors.joining(", "));
        String values = written.stream().map(column -> column.value(row)).collect(Collectors.joining(", "));
        String sql = written.isEmpty()
                ? "insert into " + table + " default values"
                : "insert into " + table + " (" + names + ") values (" + values + ")";
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            // Class 23: a constraint wants another value. Class 22: the type is too narrow for this one.
            if (e.getSQLState().startsWith("23") || e.getSQLState().startsWith("22")) {
                return 0;
            }
            throw new SQLException(e.getMessage() + "\nin " + sql, e.getSQLState(), e);
        }
    }

    /** What every column holds: its NULLs, and a hash of its other values; the key names table, column and type. */
    static Map<String, Contents> read(Connection connection) throws SQLException {
        Map<String, Contents> contents = new TreeMap<>();
        for (Map.Entry<String, List<Column>> table : tables(connection).entrySet()) {
            String sums = table.getValue().stream()
                    .map(column -> "count(*) - count(%1$s), md5(string_agg(%1$s::text, ',' order by %1$s::text))"
                            .formatted(column.name()))
                    .collect(Collectors.joining(", "));
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select " + sums + " from " + table.getKey())) {
                row.next();
                int at = 1;
                for (Column column : table.getValue()) {
                    contents.put(
                            table.getKey() + "." + column.name() + " " + column.type() + column.modifier(),
                            new Contents(row.getLong(at), String.valueOf(row.getString(at + 1))));
                    at += 2;
                }
            }
        }
        return contents;
    }

    /** The columns of the same name and type whose values are not what they were, except for NULLs filled in. */
    static List<String> lost(Map<String, Contents> before, Map<String, Contents> after) {
        List<String> lost = new ArrayList<>();
        before.forEach((column, old) -> {
            Contents now = after.getOrDefault(column, old);
            if (old.nulls() <= now.nulls() && !old.equals(now)) {
                lost.add(column);
            }
        });
        return lost;
    }

    private static Map<String, List<Column>> tables(Connection connection) throws SQLException {
        Map<String, List<Column>> tables = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(COLUMNS)) {
            while (rows.next()) {
                tables.computeIfAbsent(rows.getString(1), name -> new ArrayList<>())
                        .add(Column.of(rows));
            }
        }
        return tables;
    }

    /** The number of NULLs of a column and a hash of its values. */
    record Contents(long nulls, String hash) {}
}
