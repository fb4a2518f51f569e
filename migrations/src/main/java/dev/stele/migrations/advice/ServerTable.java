package dev.stele.migrations.advice;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table as the rules see it.
 *
 * @param table its name
 * @param root the partitioned table that it is a part of in the end, or itself
 * @param sql its name with its schema, as SQL
 * @param partitioned whether its rows are in partitions
 * @param size how large it is, with its partitions
 * @param changes what became of its rows since the server's statistics were reset
 * @param columns what is known of each column, by its name
 */
record ServerTable(
        Prover.Table table,
        Prover.Table root,
        String sql,
        boolean partitioned,
        Size size,
        Changes changes,
        Map<String, Column> columns) {
    ServerTable {
        columns = Map.copyOf(columns);
    }

    /**
     * How large a table is.
     *
     * @param rows the planner's count of rows; 0 where nobody counted
     * @param bytes its pages, without what is stored out of line
     * @param visible the share of its pages whose rows all can see
     */
    record Size(double rows, long bytes, double visible) {}

    /**
     * What became of rows.
     *
     * @param deleted how many were deleted
     * @param unanalyzed how many were changed since the planner's statistics were gathered
     * @param analyzed when these were gathered, or null where never
     */
    record Changes(long deleted, long unanalyzed, @Nullable Instant analyzed) {}

    /**
     * A column.
     *
     * @param type its type as the server prints it
     * @param key whether it is part of the primary key
     * @param bytewise whether its texts are ordered by their bytes, as in the collation C
     * @param values what is known of its values
     */
    record Column(String type, boolean key, boolean bytewise, Values values) {}

    /**
     * What is known of a column's values.
     *
     * @param distinct how many different ones
     * @param nulls the share of nulls
     * @param width average bytes of those that are none
     * @param truths the share that is true, of a boolean; otherwise 0
     */
    record Values(double distinct, double nulls, double width, double truths) {}

    /** The schema's name as SQL, in quotes where the server puts the qualified name into some. */
    String schemaSql() {
        return sql.startsWith("\"") ? SqlNames.quote(table.schema()) : table.schema();
    }
}
