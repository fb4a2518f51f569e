package dev.stele.migrations.advice;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/**
 * Gives empty tables of a scratch database the planner statistics of the live ones, from version 18 on.
 *
 * <p>The planner takes the number of blocks from the file itself, so the tables get blocks without rows: as many as on the
 * live server, or less where that is too many; then all tables are smaller by the same factor.
 */
final class ScratchStatistics {
    static final int SINCE = 18;

    private static final long MOST_PAGES = 4_000;

    // The view shows the columns that the role may read, and is the form in which statistics can be given back.
    private static final String COLUMNS = """
            select format('select pg_catalog.pg_restore_attribute_stats(''schemaname'', %L, ''relname'', %L,'
                    || ' ''attname'', %L, ''inherited'', %L::boolean%s)', schemaname, tablename, attname, inherited,
                (select string_agg(format(', %L, %L::%s', key, value, type), '' order by place) from (values
                    (1, 'null_frac', null_frac::text, 'real'), (2, 'avg_width', avg_width::text, 'integer'),
                    (3, 'n_distinct', n_distinct::text, 'real'),
                    (4, 'most_common_vals', most_common_vals::text, 'text'),
                    (5, 'most_common_freqs', most_common_freqs::text, 'real[]'),
                    (6, 'histogram_bounds', histogram_bounds::text, 'text'),
                    (7, 'correlation', correlation::text, 'real'),
                    (8, 'most_common_elems', most_common_elems::text, 'text'),
                    (9, 'most_common_elem_freqs', most_common_elem_freqs::text, 'real[]'),
                    (10, 'elem_count_histogram', elem_count_histogram::text, 'real[]'),
                    (11, 'range_length_histogram', range_length_histogram::text, 'text'),
                    (12, 'range_empty_frac', range_empty_frac::text, 'real'),
                    (13, 'range_bounds_histogram', range_bounds_histogram::text, 'text')) v (place, key, value, type)
                    where value is not null))
            from pg_catalog.pg_stats s where schemaname = ? and tablename = ?""";

    private ScratchStatistics() {}

    /**
     * Makes blocks in the tables, which must not have keys or columns that refuse nulls yet.
     *
     * @return which share of the live tables' blocks there are now
     */
    static double fill(Connection scratch, List<LiveTable> tables) throws SQLException {
        long pages = tables.stream().mapToLong(table -> table.size().pages()).sum();
        double share = pages <= MOST_PAGES ? 1 : (double) MOST_PAGES / pages;
        try (Statement statement = scratch.createStatement()) {
            for (LiveTable table : tables) {
                long wanted = (long) Math.ceil(table.size().pages() * share);
                fill(statement, table.table().sql(), wanted);
            }
        }
        return share;
    }

    private static void fill(Statement statement, String table, long pages) throws SQLException {
        if (pages == 0) {
            return;
        }
        // A block holds one such row, and stays when the row goes.
        statement.execute("alter table " + table + " add column stele_filler text storage plain");
        statement.execute("insert into " + table + " (stele_filler) select repeat('x', 5000) from generate_series(1, "
                + pages + ")");
        statement.execute("delete from " + table);
        statement.execute("alter table " + table + " drop column stele_filler");
    }

    /** Brings the statistics over, after keys and indexes were made. */
    static void restore(Connection live, Connection scratch, List<LiveTable> tables) throws SQLException {
        for (LiveTable table : tables) {
            LiveTable.Known known = table.size().known();
            try (Statement statement = scratch.createStatement()) {
                statement.execute(String.format(
                        Locale.ROOT,
                        "select pg_catalog.pg_restore_relation_stats('schemaname', %s, 'relname', %s,"
                                + " 'relpages', %d::integer, 'reltuples', %.0f::real, 'relallvisible', %d::integer)",
                        SqlNames.literal(table.table().schema()),
                        SqlNames.literal(table.table().name()),
                        known.pages(),
                        known.rows(),
                        known.visible()));
            }
            columns(live, scratch, table.table());
        }
    }

    /** Brings over what is known of the columns of one table, or of all partitions of one. */
    static void columns(Connection live, Connection scratch, Prover.Table table) throws SQLException {
        try (PreparedStatement query = live.prepareStatement(COLUMNS)) {
            query.setString(1, table.schema());
            query.setString(2, table.name());
            try (ResultSet row = query.executeQuery();
                    Statement statement = scratch.createStatement()) {
                while (row.next()) {
                    statement.execute(row.getString(1));
                }
            }
        }
    }
}
