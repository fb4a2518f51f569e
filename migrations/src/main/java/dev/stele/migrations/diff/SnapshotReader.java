package dev.stele.migrations.diff;

import dev.stele.core.error.MigrationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a catalog in five round trips, however large it is.
 *
 * <p>Each file of {@link #FILES} is a query of one kind of object: kind, schema, table, name; its addresses in
 * {@code pg_depend} as {@code catalog/oid/part}; its facts as keys and values in turn, where a null value is no fact.
 * Lines of {@code -- where:} at its head are queries; where none has a row, the kind is not asked for.
 */
final class SnapshotReader {
    private static final List<String> FILES = List.of(
            "schemas",
            "enums",
            "domains",
            "domain-constraints",
            "composites",
            "ranges",
            "sequences",
            "tables",
            "columns",
            "defaults",
            "sequence-owners",
            "constraints",
            "indexes",
            "partitions",
            "extensions",
            "collations",
            "functions",
            "aggregates",
            "views",
            "statistics",
            "rules",
            "triggers",
            "policies",
            "privileges",
            "default-privileges",
            "publications",
            "event-triggers",
            "others");

    // Expressions are printed alike whatever the session was set to, and every name with its schema.
    private static final Map<String, String> SETTINGS = Map.of(
            "search_path", "",
            "datestyle", "ISO, YMD",
            "intervalstyle", "postgres",
            "timezone", "UTC",
            "bytea_output", "hex",
            "extra_float_digits", "1",
            "quote_all_identifiers", "off",
            // Compiling a query of this size takes longer than running it.
            "jit", "off");

    private static final String PRELUDE = resource("prelude");
    private static final String DEPENDENCIES = resource("dependencies");
    static final List<Part> PARTS = FILES.stream().map(Part::of).toList();

    private SnapshotReader() {}

    /** The query of one kind, and the condition that it may find something. */
    record Part(String where, String query) {
        private static final String MARK = "-- where: ";

        static Part of(String file) {
            String text = resource(file);
            String where = text.lines()
                    .filter(line -> line.startsWith(MARK))
                    .map(line -> line.substring(MARK.length()))
                    .collect(Collectors.joining(" union all "));
            return new Part(where.isEmpty() ? "true" : "exists (" + where + ")", text);
        }
    }

    /** What is there, and the object behind each address. */
    private record Found(Map<ObjectName, Map<String, String>> facts, Map<String, ObjectName> addresses) {}

    static CatalogSnapshot read(Connection connection, DiffOptions options) throws SQLException {
        boolean own = connection.getAutoCommit();
        if (own) {
            connection.setAutoCommit(false);
        }
        try {
            Map<String, String> before = apply(connection, SETTINGS);
            CatalogSnapshot snapshot = snapshot(connection, options);
            if (!own) {
                // After a failure the transaction takes no more statements, and its end undoes the settings.
                apply(connection, before);
            }
            return snapshot;
        } finally {
            if (own) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    static MigrationException failure(SQLException e) {
        return new MigrationException(
                "could not read the catalog: " + e.getMessage(),
                "The role needs to connect and to read pg_catalog, nothing more.",
                e.getSQLState(),
                e);
    }

    /** Sets what is given for the transaction, and returns what it was. */
    private static Map<String, String> apply(Connection connection, Map<String, String> settings) throws SQLException {
        Map<String, String> before = new HashMap<>();
        if (settings.isEmpty()) {
            return before;
        }
        // A common table expression that is not inlined reads all settings before the first is changed.
        String sql = settings.entrySet().stream()
                .map(e -> "(" + Sql.literal(e.getKey()) + ", " + Sql.literal(e.getValue()) + ")")
                .collect(Collectors.joining(
                        ", ",
                        "with wanted as materialized (select name, current_setting(name) as old, value from (values ",
                        ") v (name, value)) select name, old, set_config(name, value, true) from wanted"));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                before.put(rows.getString(1), rows.getString(2));
            }
        }
        return before;
    }

    private static CatalogSnapshot snapshot(Connection connection, DiffOptions options) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            List<Part> present = new ArrayList<>();
            int version = readPresent(statement, present);
            Found found = new Found(new TreeMap<>(), new HashMap<>());
            readObjects(statement, present, options, found);
            Map<ObjectName, Set<ObjectName>> uses = readUses(statement, found.addresses());
            Map<ObjectName, CatalogObject> objects = new TreeMap<>();
            Set<ObjectName> all = found.facts().keySet();
            found.facts()
                    .forEach((name, facts) ->
                            objects.put(name, new CatalogObject(name, facts, withOwner(name, uses, all))));
            return new CatalogSnapshot(objects, version);
        }
    }

    /**
     * The version of the server, and into {@code present} the parts of which the database may hold objects.
     *
     * <p>Planning a query of all kinds takes longer than running it, and few databases have objects of more than half.
     */
    private static int readPresent(Statement statement, List<Part> present) throws SQLException {
        String sql = PARTS.stream()
                .map(Part::where)
                .collect(Collectors.joining(", ", "select current_setting('server_version_num')::int, ", ""));
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            for (int i = 0; i < PARTS.size(); i++) {
                if (row.getBoolean(i + 2)) {
                    present.add(PARTS.get(i));
                }
            }
            return row.getInt(1);
        }
    }

    /** The one query that reads all objects of these kinds. */
    static String query(List<Part> present) {
        return present.stream().map(Part::query).collect(Collectors.joining("union all\n", PRELUDE, ""));
    }

    private static void readObjects(Statement statement, List<Part> present, DiffOptions options, Found found)
            throws SQLException {
        try (ResultSet rows = statement.executeQuery(query(present))) {
            while (rows.next()) {
                ObjectName name = new ObjectName(
                        ObjectKind.valueOf(rows.getString(1)), rows.getString(2), rows.getString(3), rows.getString(4));
                if (!options.covers(name)) {
                    continue;
                }
                for (String address : strings(rows.getArray(5))) {
                    found.addresses().put(address, name);
                }
                found.facts().put(name, facts(strings(rows.getArray(6)), options));
            }
        }
    }

    private static Map<String, String> facts(String[] pairs, DiffOptions options) {
        Map<String, String> facts = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            @Nullable String value = pairs[i + 1];
            if (value != null && !value.isEmpty() && options.compares(pairs[i])) {
                facts.put(pairs[i], value);
            }
        }
        return facts;
    }

    private static Map<ObjectName, Set<ObjectName>> readUses(Statement statement, Map<String, ObjectName> addresses)
            throws SQLException {
        Map<ObjectName, Set<ObjectName>> uses = new HashMap<>();
        try (ResultSet rows = statement.executeQuery(DEPENDENCIES)) {
            while (rows.next()) {
                ObjectName source = find(addresses, rows.getString(1));
                ObjectName target = find(addresses, rows.getString(2));
                if (source != null && target != null && !source.equals(target)) {
                    uses.computeIfAbsent(source, name -> new TreeSet<>()).add(target);
                }
            }
        }
        return uses;
    }

    /** The object at {@code address}, or of the whole where the part is no object of its own. */
    private static @Nullable ObjectName find(Map<String, ObjectName> addresses, String address) {
        ObjectName exact = addresses.get(address);
        return exact != null ? exact : addresses.get(address.substring(0, address.lastIndexOf('/')) + "/0");
    }

    private static Set<ObjectName> withOwner(
            ObjectName name, Map<ObjectName, Set<ObjectName>> uses, Set<ObjectName> all) {
        Set<ObjectName> used = new TreeSet<>(uses.getOrDefault(name, Set.of()));
        if (!name.table().isEmpty()) {
            List<ObjectKind> owners = new ArrayList<>(
                    List.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.DOMAIN));
            owners.stream().map(name::owner).filter(all::contains).forEach(used::add);
            ObjectName column = name.withKind(ObjectKind.COLUMN);
            if (name.kind() == ObjectKind.DEFAULT && all.contains(column)) {
                used.add(column);
            }
        }
        ObjectName schema = new ObjectName(ObjectKind.SCHEMA, "", "", name.schema());
        if (all.contains(schema)) {
            used.add(schema);
        }
        return used;
    }

    private static String[] strings(Array array) throws SQLException {
        return (String[]) array.getArray();
    }

    private static String resource(String name) {
        try (InputStream stream = SnapshotReader.class.getResourceAsStream(name + ".sql")) {
            if (stream == null) {
                throw new IllegalStateException(name + ".sql is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
