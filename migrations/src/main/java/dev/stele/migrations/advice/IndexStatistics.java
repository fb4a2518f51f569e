package dev.stele.migrations.advice;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads what the server knows of indexes; of one on a partitioned table the sum of its parts. */
final class IndexStatistics {
    /** Measuring reads all of an index, so that larger ones are estimated, as all are once this was read. */
    private static final long MEASURED_BYTES = 64L << 20;

    private static final int PAGE = 8192;
    /** What a B-tree's page holds beside entries, and an entry beside its key. */
    private static final int PAGE_HEAD = 40;

    private static final int ENTRY_HEAD = 12;
    private static final double FILLED = 0.9;

    private static final String INDEXES = "select case n.nspname when 'public' then x.relname"
            + "  else n.nspname || '.' || x.relname end, " + TableStatistics.NAME + ","
            + " pg_catalog.pg_get_indexdef(x.oid), (select k.conname from pg_catalog.pg_constraint k"
            + "  where k.conindid = x.oid and k.contype in ('p', 'u', 'x') limit 1), s.bytes, s.scans, i.indisvalid,"
            + " x.oid, am.amname, x.reltuples, x.relkind = 'i' and i.indisvalid, (select case when count(*) filter"
            + "  (where w.width is null) > 0 then null else sum((w.width + 7)::int & ~7) end"
            + "  from pg_catalog.pg_attribute a left join lateral (select p.avg_width as width"
            + "   from pg_catalog.pg_stats p where p.schemaname = n.nspname and p.tablename ="
            + "   case when i.indkey[a.attnum - 1] = 0 then x.relname else c.relname end and p.attname ="
            + "   case when i.indkey[a.attnum - 1] = 0 then a.attname else (select t.attname from pg_catalog.pg_attribute t"
            + "    where t.attrelid = c.oid and t.attnum = i.indkey[a.attnum - 1]) end limit 1) w on true"
            + "  where a.attrelid = x.oid)"
            + " from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid"
            + " join pg_catalog.pg_class c on c.oid = i.indrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
            + " join pg_catalog.pg_am am on am.oid = x.relam,"
            + " lateral (select coalesce(sum(pg_relation_size(r.oid)), 0)::bigint as bytes,"
            + "  coalesce(sum(pg_stat_get_numscans(r.oid)), 0)::bigint as scans"
            + "  from (select x.oid where x.relkind = 'i' union all select p.relid"
            + "   from pg_catalog.pg_partition_tree(x.oid) p where x.relkind = 'I' and p.isleaf) r (oid)) s"
            + " where c.relkind in ('r', 'p', 'm') and c.relpersistence <> 't' and" + TableStatistics.SEARCHED
            + " order by 2, 1";

    private final Connection connection;
    private final List<String> schemas;
    private final List<String> notes;
    private @Nullable String measure;
    private long measured;

    IndexStatistics(Connection connection, List<String> schemas, List<String> notes) {
        this.connection = connection;
        this.schemas = schemas;
        this.notes = notes;
    }

    List<IndexFigures> read() throws SQLException {
        measure = measure();
        List<IndexFigures> indexes = new ArrayList<>();
        TableStatistics.each(connection, INDEXES, schemas, row -> indexes.add(figures(row)));
        return indexes;
    }

    private IndexFigures figures(ResultSet row) throws SQLException {
        String name = row.getString(1);
        if (!row.getBoolean(7)) {
            notes.add("index %s is not valid, as one is whose CREATE INDEX CONCURRENTLY failed: no query uses it and"
                            .formatted(name)
                    + " every write keeps it; drop it or reindex it");
        }
        return new IndexFigures(
                name,
                row.getString(2),
                row.getString(3),
                Optional.ofNullable(row.getString(4)),
                row.getLong(5),
                row.getLong(6),
                row.getString(9).equals("btree") && row.getBoolean(11) ? bloat(row) : OptionalDouble.empty());
    }

    private OptionalDouble bloat(ResultSet row) throws SQLException {
        long bytes = row.getLong(5);
        if (measure != null && measured + bytes <= MEASURED_BYTES) {
            measured += bytes;
            OptionalDouble exact = measured(measure, row.getLong(8), bytes);
            if (exact.isPresent()) {
                return exact;
            }
        }
        double entries = row.getDouble(10);
        double width = row.getDouble(12);
        return row.wasNull() || entries < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(estimated(bytes, entries, width));
    }

    private static double estimated(long bytes, double entries, double width) {
        double perPage = (PAGE - PAGE_HEAD) * FILLED / (ENTRY_HEAD + width);
        return spare(bytes, Math.ceil(entries / perPage) + 1);
    }

    /** The share that is not needed for so many pages; entries that were joined may need even fewer. */
    private static double spare(long bytes, double pages) {
        return bytes == 0 ? 0 : Math.max(0, 1 - pages * PAGE / bytes);
    }

    private OptionalDouble measured(String function, long index, long bytes) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (PreparedStatement statement = connection.prepareStatement("select leaf_pages * avg_leaf_density / 100,"
                + " internal_pages + 1 from " + function + "(?::bigint::oid::regclass) where leaf_pages > 0")) {
            statement.setLong(1, index);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? OptionalDouble.of(spare(bytes, Math.ceil(row.getDouble(1) / FILLED) + row.getDouble(2)))
                        : OptionalDouble.empty();
            }
        } catch (SQLException e) {
            connection.rollback(before);
            return OptionalDouble.empty();
        }
    }

    /** The function that measures an index, or null where it is not there or the role may not call it. */
    private @Nullable String measure() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select quote_ident(n.nspname) || '.pgstatindex',"
                        + " has_function_privilege(p.oid, 'execute') from pg_catalog.pg_extension e"
                        + " join pg_catalog.pg_namespace n on n.oid = e.extnamespace join pg_catalog.pg_proc p"
                        + " on p.pronamespace = n.oid and p.proname = 'pgstatindex' where e.extname = 'pgstattuple'"
                        + " and p.proargtypes[0] = 'regclass'::regtype")) {
            if (row.next() && row.getBoolean(2)) {
                return row.getString(1);
            }
            notes.add("bloat of indexes is estimated; the extension pgstattuple and the right of pg_stat_scan_tables"
                    + " to call it measure it");
            return null;
        }
    }
}
