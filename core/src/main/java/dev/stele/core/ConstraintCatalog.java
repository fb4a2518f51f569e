package dev.stele.core;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The columns behind a constraint's name, read when it is first violated and kept; safe for use by many threads.
 *
 * <p>A unique index is not a constraint to PostgreSQL, and may be on expressions: the columns those read count.
 */
final class ConstraintCatalog {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final Constraint UNKNOWN = new Constraint(List.of(), null, List.of());
    private static final String CONSTRAINT = """
            select array(select a.attname::text from unnest(c.conkey) with ordinality k (num, pos)
                         join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.num
                         order by k.pos),
                   f.relname,
                   array(select a.attname::text from unnest(c.confkey) with ordinality k (num, pos)
                         join pg_catalog.pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.num
                         order by k.pos)
            from pg_catalog.pg_constraint c
            join pg_catalog.pg_class t on t.oid = c.conrelid
            join pg_catalog.pg_namespace n on n.oid = t.relnamespace
            left join pg_catalog.pg_class f on f.oid = c.confrelid
            where n.nspname = ? and t.relname = ? and c.conname = ?""";
    private static final String INDEX = """
            select array(select distinct on (k.pos, a.attnum) a.attname::text
                         from generate_series(1, x.indnkeyatts) k (pos)
                         join pg_catalog.pg_attribute a on a.attrelid = x.indrelid and a.attnum > 0
                         where a.attnum = x.indkey[k.pos - 1]
                            or x.indkey[k.pos - 1] = 0
                               and exists (select 1 from pg_catalog.pg_depend d
                                           where d.classid = 'pg_catalog.pg_class'::regclass
                                             and d.objid = x.indexrelid and d.refobjid = x.indrelid
                                             and d.refobjsubid = a.attnum)
                               and pg_catalog.strpos(pg_catalog.pg_get_indexdef(x.indexrelid, k.pos, false),
                                                     pg_catalog.quote_ident(a.attname)) > 0
                         order by k.pos, a.attnum),
                   null, array[]::text[]
            from pg_catalog.pg_index x
            join pg_catalog.pg_class i on i.oid = x.indexrelid
            join pg_catalog.pg_class t on t.oid = x.indrelid
            join pg_catalog.pg_namespace n on n.oid = t.relnamespace
            where n.nspname = ? and t.relname = ? and i.relname = ?""";

    private final DataSource source;
    private final Map<Key, Constraint> known = new ConcurrentHashMap<>();

    /** Reads over connections of its own: the one that met the violation may be in a failed transaction. */
    ConstraintCatalog(DataSource source) {
        this.source = source;
    }

    /** What the catalog says of a constraint or unique index; without columns where it says nothing. */
    Constraint find(@Nullable String schema, @Nullable String table, @Nullable String name) {
        if (schema == null || table == null || name == null) {
            return UNKNOWN;
        }
        Key key = new Key(schema, table, name);
        Constraint found = known.get(key);
        if (found != null) {
            return found;
        }
        try (Connection connection = source.getConnection()) {
            found = read(connection, CONSTRAINT, key);
            if (found == null) {
                found = read(connection, INDEX, key);
            }
        } catch (SQLException e) {
            // The violation itself must reach the caller, with fewer words if need be.
            log.warn("could not read what constraint \"{}\" of table \"{}\" is about", name, table, e);
        }
        if (found == null) {
            return UNKNOWN; // not kept: it may have been made a moment ago
        }
        known.put(key, found);
        return found;
    }

    private static @Nullable Constraint read(Connection connection, String sql, Key key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, key.schema());
            statement.setString(2, key.table());
            statement.setString(3, key.name());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                return new Constraint(names(row.getArray(1)), row.getString(2), names(row.getArray(3)));
            }
        }
    }

    private static List<String> names(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private record Key(String schema, String table, String name) {}

    /**
     * What a constraint is about.
     *
     * @param columns its columns, in its order; empty where unknown
     * @param referenced the table a foreign key refers to, or null
     * @param referencedColumns the columns it refers to
     */
    record Constraint(List<String> columns, @Nullable String referenced, List<String> referencedColumns) {}
}
