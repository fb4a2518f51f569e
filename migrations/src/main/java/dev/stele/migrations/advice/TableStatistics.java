package dev.stele.migrations.advice;

import dev.stele.migrations.advice.TableFigures.Activity;
import dev.stele.migrations.advice.TableFigures.Column;
import dev.stele.migrations.advice.TableFigures.Reference;
import dev.stele.migrations.advice.TableFigures.Size;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what the server knows of tables; of a partitioned one the sum of its partitions. */
final class TableStatistics {
    /** A relation {@code c} in namespace {@code n}, by the name that figures use. */
    static final String NAME = "case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end";

    /** Takes an array of schemas, all of the user's own where it is empty. */
    static final String SEARCHED = " (n.nspname = any(?) or (cardinality(?) = 0 and n.nspname !~ '^pg_'"
            + " and n.nspname <> 'information_schema'))"
            + " and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass"
            + " and d.objid = c.oid and d.deptype = 'e')";

    private static final String TABLES = "select " + NAME + ", s.*, greatest(own.last_analyze, own.last_autoanalyze)"
            + " from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
            + " left join pg_catalog.pg_stat_all_tables own on own.relid = c.oid,"
            // As the planner reckons: the rows of a page when it was last looked at, times the pages of now. The count
            // of
            // live rows is wrong for a while where a session analyzes what it has just inserted.
            + " lateral (select coalesce(sum(case when r.relpages > 0 and r.reltuples >= 0"
            + "   then r.reltuples / r.relpages * (pg_relation_size(r.oid) / current_setting('block_size')::int)"
            + "   else coalesce(t.n_live_tup, 0) end), 0)::bigint as live,"
            + "  coalesce(sum(t.n_dead_tup), 0)::bigint as dead,"
            + "  coalesce(sum(pg_table_size(r.oid)), 0)::bigint as bytes,"
            + "  coalesce(sum(pg_indexes_size(r.oid)), 0)::bigint as index_bytes,"
            + "  coalesce(sum(t.seq_scan), 0)::bigint, coalesce(sum(t.seq_tup_read), 0)::bigint,"
            + "  coalesce(sum(t.idx_scan), 0)::bigint,"
            + "  coalesce(sum(t.n_tup_ins + t.n_tup_upd + t.n_tup_del), 0)::bigint,"
            + "  max(greatest(t.last_analyze, t.last_autoanalyze)) as analyzed"
            + "  from (select c.oid where c.relkind <> 'p' union all select p.relid"
            + "   from pg_catalog.pg_partition_tree(c.oid) p where c.relkind = 'p' and p.isleaf) leaf (oid)"
            + "  join pg_catalog.pg_class r on r.oid = leaf.oid"
            + "  left join pg_catalog.pg_stat_all_tables t on t.relid = r.oid) s"
            + " where c.relkind in ('r', 'p', 'm') and c.relpersistence <> 't' and" + SEARCHED + " order by 1";

    private static final String COLUMNS = "select " + NAME + ", a.attname,"
            + " pg_catalog.format_type(a.atttypid, a.atttypmod), exists (select from pg_catalog.pg_index i"
            + "  where i.indrelid = c.oid and i.indisprimary and a.attnum = any(i.indkey::int2[]))"
            + " from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid"
            + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
            + " where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'm') and" + SEARCHED
            + " order by 1, a.attnum";

    // An index of the non-null values alone finds the references as well.
    private static final String REFERENCES = "select " + NAME + ", array(select a.attname::text"
            + "   from unnest(k.conkey) with ordinality as u (num, nr) join pg_catalog.pg_attribute a"
            + "   on a.attrelid = k.conrelid and a.attnum = u.num order by u.nr),"
            + " (select case rn.nspname when 'public' then r.relname else rn.nspname || '.' || r.relname end"
            + "   from pg_catalog.pg_class r join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace"
            + "   where r.oid = k.confrelid),"
            + " exists (select from pg_catalog.pg_index i where i.indrelid = k.conrelid and i.indisvalid"
            + "   and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey"
            + "   and (i.indpred is null or pg_catalog.pg_get_expr(i.indpred, i.indrelid) ~"
            + "    '^\\((\\w+|\"[^\"]+\") IS NOT NULL\\)$'))"
            + " from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid"
            + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
            + " where k.contype = 'f' and k.conparentid = 0 and" + SEARCHED + " order by 1, k.conname";

    private final Connection connection;
    private final List<String> schemas;

    TableStatistics(Connection connection, List<String> schemas) {
        this.connection = connection;
        this.schemas = schemas;
    }

    List<TableFigures> read() throws SQLException {
        Map<String, List<Column>> columns = new HashMap<>();
        each(connection, COLUMNS, schemas, row -> columns.computeIfAbsent(row.getString(1), table -> new ArrayList<>())
                .add(new Column(row.getString(2), row.getString(3), row.getBoolean(4))));
        Map<String, List<Reference>> references = new HashMap<>();
        each(connection, REFERENCES, schemas, row -> references
                .computeIfAbsent(row.getString(1), table -> new ArrayList<>())
                .add(new Reference(
                        List.of((String[]) row.getArray(2).getArray()), row.getString(3), row.getBoolean(4))));
        List<TableFigures> tables = new ArrayList<>();
        each(connection, TABLES, schemas, row -> {
            String name = row.getString(1);
            tables.add(new TableFigures(
                    name,
                    columns.getOrDefault(name, List.of()),
                    references.getOrDefault(name, List.of()),
                    new Size(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)),
                    activity(row)));
        });
        return tables;
    }

    private static Activity activity(ResultSet row) throws SQLException {
        Timestamp analyzed = row.getTimestamp(10) == null ? row.getTimestamp(11) : row.getTimestamp(10);
        return new Activity(
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                analyzed == null ? null : analyzed.toInstant());
    }

    /** Reads the rows of a query that holds {@link #SEARCHED} once. */
    static void each(Connection connection, String sql, List<String> schemas, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            statement.setArray(2, connection.createArrayOf("text", schemas.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    reader.read(row);
                }
            }
        }
    }

    @FunctionalInterface
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }
}
