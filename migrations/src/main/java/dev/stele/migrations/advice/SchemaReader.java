package dev.stele.migrations.advice;

import dev.stele.migrations.advice.IndexShape.IndexKey;
import dev.stele.migrations.advice.IndexShape.Order;
import dev.stele.migrations.advice.KnownSchema.Extensions;
import dev.stele.migrations.advice.KnownSchema.ForeignKey;
import dev.stele.migrations.advice.Prover.Table;
import dev.stele.migrations.advice.ServerIndex.Role;
import dev.stele.migrations.advice.ServerIndex.Use;
import dev.stele.migrations.advice.ServerTable.Changes;
import dev.stele.migrations.advice.ServerTable.Column;
import dev.stele.migrations.advice.ServerTable.Size;
import dev.stele.migrations.advice.ServerTable.Values;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads from the catalog and the server's statistics what the rules look at; no row of a table is read. */
final class SchemaReader {
    /** Tables with rows of their own, and partitioned ones. */
    private static final String TABLES = """
            select n.nspname, c.relname, coalesce(rn.nspname, n.nspname), coalesce(r.relname, c.relname), c.relkind = 'p',
                greatest(c.reltuples, 0), p.bytes, case when c.relpages > 0 then c.relallvisible::float8 / c.relpages else 0 end,
                s.deleted, s.unanalyzed, s.analyzed, format('%I.%I', n.nspname, c.relname)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            left join pg_class r on r.oid = pg_partition_root(c.oid)
            left join pg_namespace rn on rn.oid = r.relnamespace,
            lateral (select coalesce(sum(pg_relation_size(coalesce(t.relid, c.oid))), 0) as bytes
                from (select 1) one left join pg_partition_tree(c.oid) t on t.isleaf) p,
            lateral (select coalesce(sum(n_tup_del), 0) as deleted, coalesce(sum(n_mod_since_analyze), 0) as unanalyzed,
                    min(coalesce(greatest(last_analyze, last_autoanalyze), '-infinity')) as analyzed
                from pg_stat_all_tables a
                where a.relid = c.oid or a.relid in (select t.relid from pg_partition_tree(c.oid) t where t.isleaf)) s
            where c.relkind in ('r', 'p') and c.relpersistence <> 't' and n.nspname = any (?)""";

    private static final String COLUMNS = """
            select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                coalesce(a.attnum = any (k.indkey), false),
                coalesce(case when s.n_distinct < 0 then -s.n_distinct * greatest(c.reltuples, 0) else s.n_distinct end, -1),
                coalesce(s.null_frac, 0), coalesce(s.avg_width, case when a.attlen > 0 then a.attlen else 16 end),
                case when a.atttypid = 'bool'::regtype then coalesce((
                    select f from unnest(s.most_common_vals::text::text[], s.most_common_freqs) m (v, f) where v = 't'), 0)
                    else 0 end,
                coalesce((select case l.collprovider when 'd' then d.provider when 'b' then true else
                        l.collprovider = 'c' and l.collcollate in ('C', 'POSIX') end
                    from pg_collation l, (select datlocprovider = 'b'
                        or (datlocprovider = 'c' and datcollate in ('C', 'POSIX')) as provider
                        from pg_database where datname = current_database()) d where l.oid = a.attcollation), false)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            left join pg_index k on k.indrelid = c.oid and k.indisprimary
            left join pg_stats s on s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname
                and s.inherited = (c.relkind = 'p')
            where c.relkind in ('r', 'p') and c.relpersistence <> 't' and n.nspname = any (?)""";

    private static final String INDEXES = """
            select n.nspname, t.relname, c.relname, m.amname, coalesce(pg_get_expr(i.indpred, i.indrelid, true), ''),
                i.indisunique, coalesce((select min(k.conname) from pg_constraint k where k.conindid = c.oid), ''),
                i.indisvalid and i.indisready,
                c.relispartition or c.relkind = 'I' or i.indisreplident or i.indisclustered,
                pg_relation_size(c.oid), coalesce(s.idx_scan, 0), pg_get_indexdef(c.oid), i.indnkeyatts,
                array(select pg_get_indexdef(c.oid, k, true) from generate_series(1, i.indnatts) k order by k),
                array(select case when o.opcdefault then '' else o.opcname::text end
                    from generate_series(1, i.indnkeyatts) k join pg_opclass o on o.oid = i.indclass[k - 1] order by k),
                array(select case when i.indkey[k - 1] = 0 or i.indcollation[k - 1] in (0, a.attcollation) then ''
                        else i.indcollation[k - 1]::regcollation::text end
                    from generate_series(1, i.indnkeyatts) k
                    left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k - 1] order by k),
                array(select i.indoption[k - 1]::int from generate_series(1, i.indnkeyatts) k order by k),
                format('%I.%I', n.nspname, c.relname)
            from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
            join pg_namespace n on n.oid = t.relnamespace join pg_am m on m.oid = c.relam
            left join pg_stat_all_indexes s on s.indexrelid = c.oid
            where t.relkind in ('r', 'p') and t.relpersistence <> 't' and n.nspname = any (?)
            order by 1, 2, 3""";

    private static final String FOREIGN_KEYS = """
            select k.conname, n.nspname, c.relname, rn.nspname, r.relname,
                array(select quote_ident(a.attname) from unnest(k.conkey) with ordinality o (number, place)
                    join pg_attribute a on a.attrelid = c.oid and a.attnum = o.number order by o.place)
            from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
            join pg_class r on r.oid = k.confrelid join pg_namespace rn on rn.oid = r.relnamespace
            where k.contype = 'f' and k.conparentid = 0 and n.nspname = any (?)
            order by 2, 3, 1""";

    private static final String SINCE = """
            select coalesce(stats_reset, pg_postmaster_start_time()) from pg_stat_database where datname = current_database()
            """;

    private static final String SCHEMAS = """
            select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
            and has_schema_privilege(oid, 'usage') order by 1""";

    private final Connection connection;
    private final Object[] schemas;

    private SchemaReader(Connection connection, List<String> schemas) {
        this.connection = connection;
        this.schemas = schemas.toArray();
    }

    /** Reads these schemas, or all but the system's where none is named. */
    static KnownSchema read(Connection connection, List<String> named) throws SQLException {
        List<String> schemas = named.isEmpty() ? names(connection, SCHEMAS) : named;
        return new SchemaReader(connection, schemas).read();
    }

    private KnownSchema read() throws SQLException {
        Map<Table, Map<String, Column>> columns = new HashMap<>();
        rows(COLUMNS, row -> columns.computeIfAbsent(table(row, 1), table -> new HashMap<>())
                .put(
                        row.getString(3),
                        new Column(
                                row.getString(4),
                                row.getBoolean(5),
                                row.getBoolean(10),
                                new Values(row.getDouble(6), row.getDouble(7), row.getDouble(8), row.getDouble(9)))));
        Map<Table, ServerTable> tables = new HashMap<>();
        rows(TABLES, row -> tables.put(table(row, 1), serverTable(row, columns.getOrDefault(table(row, 1), Map.of()))));
        List<ServerIndex> indexes = new ArrayList<>();
        rows(INDEXES, row -> indexes.add(index(row)));
        List<ForeignKey> keys = new ArrayList<>();
        rows(
                FOREIGN_KEYS,
                row -> keys.add(new ForeignKey(row.getString(1), table(row, 2), texts(row, 6), table(row, 4))));
        Extensions extensions = new Extensions(
                names(connection, "select extname from pg_extension"),
                names(connection, "select name from pg_available_extensions"));
        return new KnownSchema(tables, indexes, keys, since(), extensions);
    }

    private @Nullable Instant since() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SINCE);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? instant(row.getTimestamp(1)) : null;
        }
    }

    private static ServerTable serverTable(ResultSet row, Map<String, Column> columns) throws SQLException {
        return new ServerTable(
                table(row, 1),
                table(row, 3),
                row.getString(12),
                row.getBoolean(5),
                new Size(row.getDouble(6), row.getLong(7), row.getDouble(8)),
                new Changes(row.getLong(9), row.getLong(10), instant(row.getTimestamp(11))),
                columns);
    }

    private static ServerIndex index(ResultSet row) throws SQLException {
        int keys = row.getInt(13);
        List<String> all = texts(row, 14);
        List<String> classes = texts(row, 15);
        List<String> collations = texts(row, 16);
        Integer[] options = (Integer[]) row.getArray(17).getArray();
        List<IndexKey> shaped = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            Order order = new Order((options[i] & 1) != 0, (options[i] & 2) != 0);
            // That of character varying is the same class by another name.
            String operators = classes.get(i).replace("varchar_pattern_ops", IndexKey.BYTEWISE);
            shaped.add(new IndexKey(all.get(i), operators, collations.get(i), order));
        }
        return new ServerIndex(
                row.getString(3),
                new IndexShape(
                        table(row, 1), row.getString(4), shaped, all.subList(keys, all.size()), row.getString(5)),
                new Role(row.getBoolean(6), row.getString(7), row.getBoolean(8), row.getBoolean(9)),
                new Use(row.getLong(10), row.getLong(11), row.getString(12), row.getString(18)));
    }

    private void rows(String sql, RowWork work) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", schemas));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    work.on(row);
                }
            }
        }
    }

    private static List<String> names(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            List<String> names = new ArrayList<>();
            while (row.next()) {
                names.add(row.getString(1));
            }
            return names;
        }
    }

    private static Table table(ResultSet row, int column) throws SQLException {
        return new Table(row.getString(column), row.getString(column + 1));
    }

    private static List<String> texts(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    /** The server's negative infinity stands for never. */
    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null || timestamp.getTime() < 0 ? null : timestamp.toInstant();
    }

    /** What is done with each row. */
    private interface RowWork {
        void on(ResultSet row) throws SQLException;
    }
}
