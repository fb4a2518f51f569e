package dev.stele.migrations.backup;

import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.ObjectName;
import dev.stele.migrations.diff.PlannedStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs the statements of a schema, each by itself: one transaction would need a lock for every object at once. */
final class SchemaRun {
    private static final String ROOTS = """
            with recursive tree as (
                select inhrelid, inhparent from pg_inherits
                union select t.inhrelid, i.inhparent from tree t join pg_inherits i on i.inhrelid = t.inhparent)
            select n.nspname, c.relname, min(t.inhparent)
            from tree t join pg_class c on c.oid = t.inhrelid join pg_namespace n on n.oid = c.relnamespace
            where not exists (select from pg_inherits i where i.inhrelid = t.inhparent)
            group by 1, 2
            union
            select n.nspname, c.relname, c.oid::oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.oid in (select inhparent from pg_inherits)
                and not exists (select from pg_inherits i where i.inhrelid = c.oid)""";

    private SchemaRun() {}

    static void run(Connection connection, List<PlannedStatement> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (PlannedStatement planned : statements) {
                try {
                    statement.execute(planned.sql());
                } catch (SQLException e) {
                    throw Sessions.failure("could not run: " + planned.sql(), e);
                }
            }
        }
    }

    /**
     * Divides statements about keys and indexes so that those of different units can run at once, in the order of what
     * takes longest.
     *
     * <p>A unit is an index of a table without partitions, the keys of such a table, or all of a tree of partitions.
     */
    static List<List<PlannedStatement>> units(List<PlannedStatement> statements, Sessions sessions)
            throws SQLException {
        Map<String, String> roots = new TreeMap<>();
        Map<String, Long> sizes = new TreeMap<>();
        try (Connection connection = sessions.open()) {
            read(connection, roots, sizes);
        }
        Map<String, List<PlannedStatement>> units = new LinkedHashMap<>();
        for (PlannedStatement statement : statements) {
            units.computeIfAbsent(unit(statement.object(), roots), key -> new ArrayList<>())
                    .add(statement);
        }
        Collection<List<PlannedStatement>> all = units.values();
        return all.stream()
                .sorted((one, other) -> Long.compare(weight(other, sizes), weight(one, sizes)))
                .toList();
    }

    private static String unit(@Nullable ObjectName object, Map<String, String> roots) {
        if (object == null) {
            return "";
        }
        String table = object.schema() + "." + object.table();
        String root = roots.get(table);
        return root != null ? "tree " + root : object.kind() == ObjectKind.INDEX ? object.toString() : "keys " + table;
    }

    private static long weight(List<PlannedStatement> unit, Map<String, Long> sizes) {
        return unit.stream()
                .mapToLong(statement -> {
                    ObjectName object = statement.object();
                    return object == null ? 0 : sizes.getOrDefault(object.schema() + "." + object.table(), 0L);
                })
                .sum();
    }

    private static void read(Connection connection, Map<String, String> roots, Map<String, Long> sizes)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ROOTS)) {
            while (row.next()) {
                roots.put(row.getString(1) + "." + row.getString(2), row.getString(3));
            }
        }
        for (SourceTable table : SourceTable.all(connection)) {
            sizes.put(table.label(), table.bytes());
        }
    }
}
