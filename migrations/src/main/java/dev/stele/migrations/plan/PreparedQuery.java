package dev.stele.migrations.plan;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A statement that the server has prepared within a transaction, and its plans.
 *
 * <p>PREPARE takes one statement that has a plan and nothing else, and finds out the types of its parameters. EXPLAIN
 * (GENERIC_PLAN) would need version 16 and the simple protocol, which the driver uses for nothing else.
 */
final class PreparedQuery implements AutoCloseable {
    private final Connection connection;
    private final StatementText text;
    private final String name = "stele_" + UUID.randomUUID().toString().replace("-", "");
    private final Savepoint before;

    PreparedQuery(Connection connection, StatementText text) throws SQLException {
        this.connection = connection;
        this.text = text;
        run("prepare " + name + " as " + text.server());
        // PREPARE outlives a rollback, so that a failure must leave the transaction able to undo it.
        this.before = connection.setSavepoint();
    }

    /** The types of its parameters as the server understood them. */
    List<String> types() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select parameter_types::text[] from pg_catalog.pg_prepared_statements where name = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? List.of((String[]) row.getArray(1).getArray()) : List.of();
            }
        }
    }

    /** Its plan for any values. */
    String generic(int parameters) throws SQLException {
        run("set local plan_cache_mode = force_generic_plan");
        List<@Nullable String> nothing = Collections.nCopies(parameters, null);
        String json = explain("", nothing);
        if (!json.matches("(?s).*\"Subplans Removed\": [1-9].*")) {
            return json;
        }
        // Null is in no partition, so all were left out when it was about to run. A plan once made stays; another
        // statement gets another one.
        Savepoint pruning = connection.setSavepoint();
        run("set local enable_partition_pruning = off");
        try (PreparedQuery unpruned = new PreparedQuery(connection, text)) {
            json = unpruned.explain("", nothing);
        }
        connection.rollback(pruning);
        return json;
    }

    /** Its plan for these values, which are in it. */
    String sampled(List<@Nullable String> values) throws SQLException {
        run("set local plan_cache_mode = force_custom_plan");
        return explain("", values);
    }

    /** Its plan for these values, which are in it, and what running it met. */
    String analyzed(List<@Nullable String> values) throws SQLException {
        run("set local plan_cache_mode = force_custom_plan");
        return explain("analyze, buffers, ", values);
    }

    private String explain(String options, List<@Nullable String> values) throws SQLException {
        String arguments = values.isEmpty()
                ? ""
                : values.stream().map(PreparedQuery::literal).collect(Collectors.joining(", ", "(", ")"));
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet row = statement.executeQuery(
                    "explain (" + options + "verbose, settings, format json) execute " + name + arguments)) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static String literal(@Nullable String value) {
        return value == null ? "null" : "'" + value.replace("'", "''") + "'";
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.rollback(before);
        run("deallocate " + name);
    }
}
