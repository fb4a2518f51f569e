package dev.stele.migrations.backup;

import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.DiffOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** What a database holds, asked of the server in another way than a backup asks. */
final class Contents {
    private static final String HASHES = """
            select format('%%I.%%I', n.nspname, c.relname), query_to_xml(format(
                'select count(*) as n, md5(coalesce(string_agg(t::text, chr(10) order by t::text collate "C"), '''')) as h'
                || ' from only %%I.%%I t', n.nspname, c.relname), false, true, '')::text
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'm') and c.relispopulated and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'""".replace("%%", "%");

    private static final String SEQUENCES = """
            select format('%I.%I', schemaname, sequencename), coalesce(last_value, 0) from pg_sequences""";

    private Contents() {}

    /** Rows, sequences and the schema, each a line. */
    static Map<String, String> of(DatabaseConfig config) throws SQLException {
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password())) {
            Map<String, String> all = new TreeMap<>();
            add(connection, HASHES, all);
            add(connection, SEQUENCES, all);
            all.put(
                    "schema",
                    CatalogSnapshot.read(
                                    connection,
                                    DiffOptions.defaults().withOwners().withMigrationTables())
                            .fingerprint());
            return all;
        }
    }

    /** Runs a whole script in one message, so that the server and not the driver finds where statements end. */
    static void run(DatabaseConfig config, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        config.jdbcUrl() + "?preferQueryMode=simple", config.user(), config.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String value(DatabaseConfig config, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void add(Connection connection, String query, Map<String, String> all) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                all.put(row.getString(1), row.getString(2));
            }
        }
    }

    /** Loads the database of the Python system, 2,500 rows in thirteen tables. */
    static void loadPython(PostgresExtension postgres) throws IOException, SQLException {
        try (InputStream script = Contents.class.getResourceAsStream("/alembic-database.sql");
                Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** The same server, another database. */
    static DatabaseConfig database(DatabaseConfig config, String name) {
        return DatabaseConfig.of(
                config.jdbcUrl().replaceFirst("/[^/]*$", "/" + name), config.user(), config.password());
    }
}
