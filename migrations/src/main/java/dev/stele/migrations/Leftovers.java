package dev.stele.migrations;

import dev.stele.migrations.LooseStatement.Kind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a statement outside a transaction leaves when it dies, found and taken away, so that it can run again. */
final class Leftovers {
    private static final Set<String> DONE_ALREADY = Set.of("42P04", "42710", "3D000", "42704");

    /** Named like the index in the schema of its table, whether by {@code name} or among all of the table's schema. */
    private static final String INDEX = """
            select quote_ident(n.nspname) || '.' || quote_ident(i.relname), x.indisvalid,
                (select p.pid from pg_stat_progress_create_index p where p.index_relid = i.oid limit 1),
                x.indrelid = t.oid
            from pg_class t join pg_namespace n on n.oid = t.relnamespace
            join pg_class i on i.relnamespace = t.relnamespace and i.relkind = 'i'
            join pg_index x on x.indexrelid = i.oid
            where t.oid = to_regclass(?) and i.relname = (parse_ident(?))[1]""";

    /** What REINDEX names by adding _ccnew or _ccold and perhaps a number, on the table and on its TOAST table. */
    private static final String TWINS = """
            select quote_ident(n.nspname) || '.' || quote_ident(i.relname)
            from pg_index x join pg_class i on i.oid = x.indexrelid and i.relkind = 'i'
            join pg_namespace n on n.oid = i.relnamespace
            left join pg_class t on t.reltoastrelid = x.indrelid
            where not x.indisvalid and i.relname ~ '_cc(new|old)[0-9]*$'
                and (? = '' or to_regclass(?) in (x.indrelid, t.oid))
                and (? = '' or x.indrelid
                    = (select y.indrelid from pg_index y where y.indexrelid = to_regclass(?)))
                and not exists (select from pg_stat_progress_create_index p where p.relid in (x.indrelid, t.oid))""";

    private static final String DETACHING = """
            select h.inhdetachpending from pg_inherits h
            where h.inhparent = to_regclass(?) and h.inhrelid = to_regclass(?)""";

    private static final String VALID = """
            do $stele$
            begin
                if not exists (select from (%s) as made (name, valid, builder, here) where valid and here) then
                    raise exception 'index %% is not valid, or on another table', %s;
                end if;
            end
            $stele$""";

    private final MigrationSession session;
    private final LooseStatement statement;

    Leftovers(MigrationSession session, LooseStatement statement) {
        this.session = session;
        this.statement = statement;
    }

    /** What a script of psql does before {@code statement}: the result of each query is run. */
    static List<String> clearing(LooseStatement statement) {
        String table = statement.table();
        String name = statement.name();
        return switch (statement.kind()) {
            case CREATE_INDEX ->
                List.of("select 'drop index concurrently ' || name from (" + literal(INDEX, table, name)
                        + ") as made (name, valid, builder, here) where not valid and here and builder is null");
            case REINDEX ->
                List.of("select 'drop index concurrently ' || name from (" + literal(TWINS, table, table, name, name)
                        + ") as twin (name)");
            default -> List.of();
        };
    }

    /** What a script does after {@code statement}. */
    static List<String> checking(LooseStatement statement) {
        return statement.kind() == Kind.CREATE_INDEX
                ? List.of(VALID.formatted(
                        literal(INDEX, statement.table(), statement.name()), HistoryTable.quoted(statement.name())))
                : List.of();
    }

    private static String literal(String query, String... parameters) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (String parameter : parameters) {
            int mark = query.indexOf('?', from);
            text.append(query, from, mark).append(HistoryTable.quoted(parameter));
            from = mark + 1;
        }
        return text.append(query.substring(from)).toString();
    }

    /** Whether the statement, begun by a process that died, came to its end. */
    boolean wasDone() throws SQLException {
        return switch (statement.kind()) {
            case CREATE_INDEX -> faults().isEmpty();
            case DROP_INDEX ->
                rows("select 1 where to_regclass(?) is not null", statement.name())
                        .isEmpty();
            case DETACH -> rows(DETACHING, statement.table(), statement.name()).isEmpty();
            default -> false;
        };
    }

    /** Whether {@code e} says no more than that the statement was done, by the process that died in it. */
    boolean saysDone(SQLException e) {
        return statement.kind() == Kind.MAKE && e.getSQLState() != null && DONE_ALREADY.contains(e.getSQLState());
    }

    /** Takes away what an earlier attempt left; true where that finished the statement. */
    boolean clear() throws SQLException {
        switch (statement.kind()) {
            case CREATE_INDEX -> {
                for (List<String> row : rows(INDEX, statement.table(), statement.name())) {
                    if (row.get(1).equals("f") && row.get(3).equals("t")) {
                        dropInvalid(row);
                    }
                }
            }
            case REINDEX -> {
                String table = statement.table();
                String index = statement.name();
                for (List<String> row : rows(TWINS, table, table, index, index)) {
                    session.execute("drop index concurrently if exists " + row.get(0));
                }
            }
            case DETACH -> {
                for (List<String> row : rows(DETACHING, statement.table(), statement.name())) {
                    if (row.get(0).equals("t")) {
                        session.execute("alter table " + statement.table() + " detach partition " + statement.name()
                                + " finalize");
                        return true;
                    }
                }
            }
            default -> {}
        }
        return false;
    }

    /** What is wrong with what the statement made, or the empty string: CREATE INDEX IF NOT EXISTS takes any index. */
    String faults() throws SQLException {
        if (statement.kind() != Kind.CREATE_INDEX) {
            return "";
        }
        List<List<String>> found = rows(INDEX, statement.table(), statement.name());
        if (found.isEmpty()) {
            return "index " + statement.name() + " is not there after it";
        }
        boolean here = found.get(0).get(3).equals("t");
        boolean valid = found.get(0).get(1).equals("t");
        return here && valid
                ? ""
                : "index " + statement.name() + (here ? " is not valid" : " is on another table") + " after it";
    }

    private void dropInvalid(List<String> row) throws SQLException {
        String builder = row.get(2);
        if (!builder.isEmpty()) {
            throw new SQLException(
                    "index " + row.get(0) + " is being built by process " + builder + " of the server", "55006");
        }
        session.execute("drop index concurrently if exists " + row.get(0));
    }

    private List<List<String>> rows(String query, String... parameters) throws SQLException {
        try (PreparedStatement prepared = session.connection().prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setString(i + 1, parameters[i]);
            }
            List<List<String>> rows = new ArrayList<>();
            try (ResultSet result = prepared.executeQuery()) {
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        String value = result.getString(i);
                        row.add(value == null ? "" : value);
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }
}
