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

    private SnapshotReader() {}

    static CatalogSnapshot read(Connection connection, DiffOptions options) throws SQLException {
        boolean own = connection.getAutoCommit();
        if (own) {
            connection.setAutoCommit(false);
        }
        Map<String, String> before = Map.of();
        try {
            before = apply(connection, SETTINGS);
            return new SnapshotReader().snapshot(connection, options);
        } finally {
            if (own) {
                connection.rollback();
                connection.setAutoCommit(true);
            } else {
                apply(connection, before);
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

    private CatalogSnapshot snapshot(Connection connection, DiffOptions options) throws SQLException {
        Map<ObjectName, Map<String, String>> facts = new TreeMap<>();
        Map<String, ObjectName> addresses = new HashMap<>();
        int version;
        try (Statement statement = connection.createStatement()) {
            version = Integer.parseInt(one(statement, "show server_version_num"));
            readObjects(statement, options, facts, addresses);
            Map<ObjectName, Set<ObjectName>> uses = readUses(statement, addresses);
            Map<ObjectName, CatalogObject> objects = new TreeMap<>();
            facts.forEach((name, found) ->
                    objects.put(name, new CatalogObject(name, found, withOwner(name, uses, facts.keySet()))));
            return new CatalogSnapshot(objects, version);
        }
    }

    private static void readObjects(
            Statement statement,
            DiffOptions options,
            Map<ObjectName, Map<String, String>> facts,
            Map<String, ObjectName> addresses)
            throws SQLException {
        String sql = FILES.stream()
                .map(SnapshotReader::resource)
                .collect(Collectors.joining("union all\n", resource("prelude"), ""));
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                ObjectName name = new ObjectName(
                        ObjectKind.valueOf(rows.getString(1)), rows.getString(2), rows.getString(3), rows.getString(4));
                if (!options.covers(name)) {
                    continue;
                }
                for (String address : strings(rows.getArray(5))) {
                    addresses.put(address, name);
                }
                facts.put(name, facts(strings(rows.getArray(6)), options));
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
        try (ResultSet rows = statement.executeQuery(resource("dependencies"))) {
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

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
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
