package dev.stele.migrations.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where sequences stand, those of identity columns included. */
final class Sequences {
    private static final int BATCH = 200;

    private static final String NAMES = """
            select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'S' and c.relpersistence <> 't' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                and not exists (select from pg_depend d where d.classid = 1259 and d.objid = c.oid and d.deptype = 'e')
            order by 1, 2""";

    private Sequences() {}

    private record Name(String schema, String name) {}

    /** Reads those that are {@code wanted}, which is asked for names alone; the others need not be readable. */
    static List<Manifest.Sequence> read(Connection connection, Predicate<Manifest.Sequence> wanted)
            throws SQLException {
        List<Name> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(NAMES)) {
            while (row.next()) {
                Name name = new Name(row.getString(1), row.getString(2));
                if (wanted.test(new Manifest.Sequence(name.schema(), name.name(), 0, false))) {
                    names.add(name);
                }
            }
        }
        List<Manifest.Sequence> sequences = new ArrayList<>();
        for (int i = 0; i < names.size(); i += BATCH) {
            read(connection, names.subList(i, Math.min(names.size(), i + BATCH)), sequences);
        }
        return sequences;
    }

    private static void read(Connection connection, List<Name> names, List<Manifest.Sequence> found)
            throws SQLException {
        String query = IntStream.range(0, names.size())
                .mapToObj(i -> "select " + i + ", last_value, is_called from "
                        + Sql.quote(names.get(i).schema(), names.get(i).name()))
                .collect(Collectors.joining(" union all ", "", " order by 1"));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                Name name = names.get(row.getInt(1));
                found.add(new Manifest.Sequence(name.schema(), name.name(), row.getLong(2), row.getBoolean(3)));
            }
        }
    }

    /** The statements that bring sequences to where they stood. */
    static List<String> statements(List<Manifest.Sequence> sequences) {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < sequences.size(); i += BATCH) {
            statements.add(sequences.subList(i, Math.min(sequences.size(), i + BATCH)).stream()
                    .map(sequence -> "setval(" + Sql.literal(Sql.quote(sequence.schema(), sequence.name())) + ", "
                            + sequence.value() + ", " + sequence.called() + ")")
                    .collect(Collectors.joining(", ", "select ", "")));
        }
        return statements;
    }
}
