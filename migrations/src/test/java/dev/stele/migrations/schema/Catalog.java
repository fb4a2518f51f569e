package dev.stele.migrations.schema;

import dev.stele.core.PostgresExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What PostgreSQL's catalog says of the schema, one line an object, in a stable order. */
final class Catalog {
    private static final String TABLES = """
            with t as (
                select c.oid, c.relname
                from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'alembic_version'
            )
            """;

    static final String COLUMNS = TABLES + """
            select 'column ' || t.relname || '.' || a.attname || ' ' || replace(format_type(a.atttypid, a.atttypmod), '(6)', '')
                || case when a.attnotnull then ' not null' else '' end
                || case a.attidentity when 'd' then ' identity' else '' end
            from t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
            order by 1
            """;

    static final String DEFAULTS = TABLES + """
            select 'default ' || t.relname || '.' || a.attname || ' ' || pg_get_expr(d.adbin, d.adrelid)
            from t join pg_attribute a on a.attrelid = t.oid
                join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
            order by 1
            """;

    static final String CONSTRAINTS = TABLES + """
            select 'constraint ' || t.relname || '.' || c.conname || ' ' || pg_get_constraintdef(c.oid)
            from t join pg_constraint c on c.conrelid = t.oid
            where c.contype <> 'n'
            order by 1
            """;

    static final String INDEXES = TABLES + """
            select 'index ' || pg_get_indexdef(i.indexrelid) || case when i.indisvalid then '' else ' INVALID' end
            from t join pg_index i on i.indrelid = t.oid
            order by 1
            """;

    private static final String COLUMN_ORDER = TABLES + """
            select 'order ' || t.relname || ' ' || string_agg(a.attname, ', ' order by a.attnum)
            from t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
            group by t.relname order by 1
            """;

    private static final String TRIGGERS = TABLES + """
            select pg_get_triggerdef(g.oid) from t join pg_trigger g on g.tgrelid = t.oid where not g.tgisinternal
            order by 1
            """;

    private static final String FUNCTIONS = """
            select pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace order by 1
            """;

    private static final String SEQUENCES = """
            select 'sequence ' || c.relname || ' ' || s.seqtypid::regtype || ' from ' || s.seqstart || ' by '
                || s.seqincrement || ' to ' || s.seqmax || ' cache ' || s.seqcache || ' owned by '
                || d.refobjid::regclass || '.' || a.attname || ' ' || d.deptype::text
            from pg_sequence s join pg_class c on c.oid = s.seqrelid
                left join pg_depend d on d.objid = c.oid and d.deptype in ('a', 'i')
                left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
            order by 1
            """;

    private static final String ENUMS = """
            select 'enum ' || enumtypid::regtype || ' ' || string_agg(enumlabel, ', ' order by enumsortorder)
            from pg_enum group by enumtypid order by 1
            """;

    private static final String ALL = Stream.of(
                    COLUMNS, COLUMN_ORDER, DEFAULTS, CONSTRAINTS, INDEXES, TRIGGERS, FUNCTIONS, SEQUENCES, ENUMS)
            .map(sql -> "select * from (" + sql + ") objects (line)")
            .collect(Collectors.joining(" union all "));

    private Catalog() {}

    /** Everything the changesets could leave behind. */
    static List<String> of(Connection connection) {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ALL)) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Collections.sort(lines);
        return lines;
    }

    /** One sort of objects. */
    static List<String> lines(PostgresExtension postgres, String sql) {
        return postgres.query(sql).stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }
}
