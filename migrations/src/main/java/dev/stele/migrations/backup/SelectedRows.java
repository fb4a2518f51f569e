package dev.stele.migrations.backup;

import dev.stele.core.error.BackupException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds what belongs to one row: first the rows that refer to it, directly or by others, then whatever all of these refer to.
 *
 * <p>The addresses of rows are kept in a temporary table, which a read-only transaction may fill, and which only its own
 * session sees.
 */
final class SelectedRows {
    private static final String TABLE = "pg_temp.stele_backup_rows";

    private static final String KEYS = """
            select f.conrelid, f.conrelid::regclass::text, (select relkind = 'p' from pg_class where oid = f.conrelid),
                f.confrelid::regclass::text, (select relkind = 'p' from pg_class where oid = f.confrelid),
                array(select quote_ident(a.attname) from unnest(f.conkey) with ordinality u (n, place)
                    join pg_attribute a on a.attrelid = f.conrelid and a.attnum = u.n order by u.place),
                array(select quote_ident(a.attname) from unnest(f.confkey) with ordinality u (n, place)
                    join pg_attribute a on a.attrelid = f.confrelid and a.attnum = u.n order by u.place)
            from pg_constraint f where f.contype = 'f' and f.conparentid = 0 order by f.conrelid, f.oid""";

    private final Connection connection;
    private final List<Key> keys = new ArrayList<>();

    private SelectedRows(Connection connection) {
        this.connection = connection;
    }

    /**
     * A foreign key.
     *
     * @param child in SQL, with {@code only} where it has no partitions
     * @param parent likewise
     * @param join that a child {@code c} refers to a parent {@code p}
     */
    private record Key(String child, String parent, String join) {}

    /** Makes the table for addresses; before the transaction, as that may make none. */
    static void prepare(Connection connection) throws SQLException {
        Sessions.execute(
                connection,
                "create temporary table if not exists stele_backup_rows (relation oid, address tid, round int,"
                        + " primary key (relation, address)); truncate " + TABLE);
    }

    static void find(Connection connection, BackupOptions.Rows rows) throws SQLException {
        SelectedRows found = new SelectedRows(connection);
        found.readKeys();
        found.root(rows);
        int last = found.follow(0, true);
        // All found so far may refer to something, not only the last of them.
        Sessions.execute(connection, "update " + TABLE + " set round = " + last);
        found.follow(last, false);
    }

    private void readKeys() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(KEYS)) {
            while (row.next()) {
                String[] columns = texts(row.getArray(6));
                String[] referenced = texts(row.getArray(7));
                keys.add(new Key(
                        (row.getBoolean(3) ? "" : "only ") + row.getString(2),
                        (row.getBoolean(5) ? "" : "only ") + row.getString(4),
                        IntStream.range(0, columns.length)
                                .mapToObj(i -> "c." + columns[i] + " = p." + referenced[i])
                                .collect(Collectors.joining(" and "))));
            }
        }
    }

    private static String[] texts(Array array) throws SQLException {
        return (String[]) array.getArray();
    }

    private void root(BackupOptions.Rows rows) throws SQLException {
        String name =
                Sessions.value(connection, "select to_regclass(" + Sql.literal(rows.table()) + ")::oid::regclass");
        String key = name == null
                ? null
                : Sessions.value(
                        connection,
                        "select quote_ident(a.attname) from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid"
                                + " and a.attnum = k.conkey[1] where k.conrelid = " + Sql.literal(rows.table())
                                + "::regclass and k.contype = 'p' and cardinality(k.conkey) = 1");
        if (key == null) {
            throw new BackupException(
                    "cannot back up rows of " + rows.table()
                            + ": there is no such table with a primary key of one column",
                    null,
                    null,
                    null);
        }
        try (PreparedStatement insert = connection.prepareStatement("insert into " + TABLE
                + " select t.tableoid, t.ctid, 0 from " + name + " t where t." + key + "::text = ?")) {
            insert.setString(1, rows.id());
            if (insert.executeUpdate() == 0) {
                throw new BackupException(
                        "cannot back up the row of " + rows.table() + ": it does not exist", null, null, null);
            }
        }
    }

    /** Follows keys from the rows of {@code round} on until nothing new is found; returns the last round. */
    private int follow(int round, boolean down) throws SQLException {
        int last = round;
        for (boolean more = true; more; ) {
            more = false;
            for (Key key : keys) {
                String from = down ? "p" : "c";
                String to = down ? "c" : "p";
                try (Statement statement = connection.createStatement()) {
                    more |= statement.executeUpdate("insert into " + TABLE + " select distinct " + to + ".tableoid, "
                                    + to
                                    + ".ctid, " + (last + 1) + " from " + TABLE + " s join "
                                    + (down ? key.parent() : key.child()) + " " + from + " on s.relation = " + from
                                    + ".tableoid and s.address = " + from + ".ctid join "
                                    + (down ? key.child() : key.parent()) + " " + to + " on " + key.join()
                                    + " where s.round = " + last + " on conflict do nothing")
                            > 0;
                }
            }
            last++;
        }
        return last;
    }

    /** The condition that takes the found rows of {@code table}. */
    static String condition(SourceTable table) {
        return " where ctid = any (array(select address from " + TABLE + " where relation = " + table.oid() + "))";
    }
}
