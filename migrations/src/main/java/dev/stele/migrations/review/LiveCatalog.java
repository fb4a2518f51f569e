package dev.stele.migrations.review;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads from a database what the statements of a file do not say: tables, keys, indexes and their sizes. */
final class LiveCatalog {
    private static final String KEY =
            "case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end";
    private static final String USERS = " n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') ";

    private static final String TABLES = "select n.nspname, c.relname, c.relkind::text,"
            + " case when c.relkind = 'p' then (select coalesce(sum(greatest(r.reltuples, 0)), 0)"
            + "   from pg_partition_tree(c.oid) t join pg_class r on r.oid = t.relid where t.isleaf) else c.reltuples end,"
            + " case when c.relkind = 'p' then (select coalesce(sum(pg_total_relation_size(t.relid)), 0)"
            + "   from pg_partition_tree(c.oid) t where t.isleaf)::bigint else pg_total_relation_size(c.oid) end,"
            + " (select case pn.nspname when 'public' then p.relname else pn.nspname || '.' || p.relname end"
            + "   from pg_inherits i join pg_class p on p.oid = i.inhparent join pg_namespace pn on pn.oid = p.relnamespace"
            + "   where i.inhrelid = c.oid and c.relispartition limit 1)"
            + " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where c.relkind in ('r', 'p', 'm', 'v', 'f') and" + USERS;

    private static final String COLUMNS = "select " + KEY + ", a.attname, format_type(a.atttypid, a.atttypmod),"
            + " a.attnotnull, t.typname, t.typtype::text"
            + " from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace"
            + " join pg_type t on t.oid = a.atttypid"
            + " where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'm', 'f') and" + USERS;

    private static final String CONSTRAINTS = "select " + KEY + ", k.conname, pg_get_constraintdef(k.oid)"
            + " from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace"
            + " where k.contype in ('c', 'f', 'p', 'u', 'x') and k.conislocal and" + USERS;

    private static final String INDEXES = "select " + KEY + ", x.relname, i.indisunique, i.indpred is not null,"
            + " array(select coalesce(a.attname::text, '') from unnest(i.indkey::int[]) with ordinality as u(num, nr)"
            + "   left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.num and u.num > 0"
            + "   where u.nr <= i.indnkeyatts order by u.nr)"
            + " from pg_index i join pg_class x on x.oid = i.indexrelid join pg_class c on c.oid = i.indrelid"
            + " join pg_namespace n on n.oid = c.relnamespace where" + USERS;

    private static final String DOMAINS =
            "select t.typname from pg_type t where t.typtype = 'd' and (t.typnotnull or exists"
                    + " (select from pg_constraint k where k.contypid = t.oid))";

    private final Schema schema;
    private final Map<String, TableSize> sizes;

    private LiveCatalog(Schema schema, Map<String, TableSize> sizes) {
        this.schema = schema;
        this.sizes = sizes;
    }

    /** Fills the picture of the tables; sizes that are known already stay. */
    static void read(Connection connection, Schema schema, Map<String, TableSize> sizes) throws SQLException {
        LiveCatalog catalog = new LiveCatalog(schema, sizes);
        catalog.each(connection, TABLES, catalog::table);
        catalog.each(connection, COLUMNS, catalog::column);
        catalog.each(connection, CONSTRAINTS, catalog::constraint);
        catalog.each(connection, INDEXES, catalog::index);
        schema.allTold();
        catalog.each(connection, DOMAINS, row -> schema.constrainedDomains().add(row.getString(1)));
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void each(Connection connection, String sql, Row reader) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                reader.read(row);
            }
        }
    }

    private void table(ResultSet row) throws SQLException {
        String nspname = row.getString(1);
        Name name = new Name(nspname.equals("public") ? "" : nspname, row.getString(2), 0);
        Table table = schema.table(name);
        table.allKnown();
        if (row.getString(3).equals("p")) {
            table.partition();
        }
        String parent = row.getString(6);
        if (parent != null) {
            table.attachTo(parent);
            schema.table(key(parent)).partitions().add(name.key());
        }
        sizes.putIfAbsent(name.key(), new TableSize(Math.max(-1, row.getLong(4)), row.getLong(5)));
    }

    private static Name key(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? new Name("", key, 0) : new Name(key.substring(0, dot), key.substring(dot + 1), 0);
    }

    private void column(ResultSet row) throws SQLException {
        Table table = schema.table(key(row.getString(1)));
        Parsed parsed = StatementParser.parse(statement("alter table t add column c " + row.getString(3)));
        if (parsed.statement() instanceof Statement.Alter alter) {
            Column column = alter.actions().get(0).column();
            table.columns().put(row.getString(2), column == null ? TypeName.NONE : column.type());
        }
        if (row.getBoolean(4)) {
            table.notNull().add(row.getString(2));
        }
        if (row.getString(6).equals("d")) {
            Set<String> users = schema.domainUsers().computeIfAbsent(row.getString(5), name -> new HashSet<>());
            users.add(row.getString(1));
        }
    }

    private void constraint(ResultSet row) throws SQLException {
        Table table = schema.table(key(row.getString(1)));
        String text = "alter table t add constraint c " + row.getString(3);
        if (StatementParser.parse(statement(text)).statement() instanceof Statement.Alter alter) {
            Constraint read = alter.actions().get(0).constraint();
            if (read != null) {
                table.constraints()
                        .put(
                                row.getString(2),
                                new Constraint(
                                        read.kind(),
                                        row.getString(2),
                                        read.columns(),
                                        read.references(),
                                        read.traits(),
                                        read.expression(),
                                        ""));
            }
        }
    }

    private static RawStatement statement(String sql) {
        return Splitter.split(new Lexer(sql), comment -> {}).get(0);
    }

    private void index(ResultSet row) throws SQLException {
        List<String> columns =
                new ArrayList<>(Arrays.asList((String[]) row.getArray(5).getArray()));
        schema.add(new Schema.Index(row.getString(2), row.getString(1), columns, row.getBoolean(3), row.getBoolean(4)));
    }
}
