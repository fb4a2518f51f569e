package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.ObjectName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs changesets in a schema of their own, reads what they make, and rolls all of it back.
 *
 * <p>For where no scratch database can be had: it needs the right to create a schema, and nothing beside the database.
 */
final class SchemaReplay {
    private static final Pattern CONCURRENTLY = Pattern.compile("(?i)\\bconcurrently\\b");

    private static final String SCHEMAS = """
            select nspname, quote_ident(nspname), nspname = current_schema() from pg_namespace
            where nspname !~ '^pg_' and nspname <> 'information_schema'""";

    private final MigrationSession session;
    private final Connection connection;
    private final String replay =
            "stele_replay_%016x".formatted(ThreadLocalRandom.current().nextLong());
    private final Set<String> others = new HashSet<>();
    private String live = "";
    private String quoted = "";

    SchemaReplay(MigrationSession session) {
        this.session = session;
        this.connection = session.connection();
    }

    /** What {@code changesets} make, as if they had made it in the schema that is searched first. */
    CatalogSnapshot read(List<Changeset> changesets) throws SQLException {
        readSchemas();
        SchemaNames names = new SchemaNames(live, replay, others);
        connection.setAutoCommit(false);
        try {
            begin();
            for (Changeset changeset : changesets) {
                run(changeset, names);
            }
            return renamed(CatalogSnapshot.read(connection, Comparison.SCOPE.inSchemas(replay)));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void readSchemas() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SCHEMAS)) {
            while (row.next()) {
                if (row.getBoolean(3)) {
                    live = row.getString(1);
                    quoted = row.getString(2);
                } else {
                    others.add(row.getString(1));
                }
            }
        }
    }

    private void begin() throws SQLException {
        try {
            session.execute("create schema " + replay);
        } catch (SQLException e) {
            throw new MigrationException(
                    "could not make a schema to run the changesets in, nor a scratch database: "
                            + ServerMessage.of(e).described(),
                    SchemaNames.WAYS_OUT + ", or grant the role CREATE on the database; nothing was changed",
                    e.getSQLState(),
                    e);
        }
        session.execute("set local search_path = " + replay);
        session.execute("set local lock_timeout = '2s'");
        session.execute("set local client_min_messages = error");
    }

    private void run(Changeset changeset, SchemaNames names) {
        for (String statement : changeset.statements()) {
            String moved = names.moved(statement, changeset.id());
            try {
                session.execute(
                        changeset.transactional()
                                ? moved
                                : CONCURRENTLY.matcher(moved).replaceFirst(""));
            } catch (SQLException e) {
                throw new MigrationException(
                        "could not run " + changeset.id() + " in a schema of its own, as there is no scratch database: "
                                + ServerMessage.of(e).described(),
                        SchemaNames.WAYS_OUT + "; nothing was changed",
                        e.getSQLState(),
                        e);
            }
        }
    }

    private CatalogSnapshot renamed(CatalogSnapshot made) {
        List<CatalogObject> objects = new ArrayList<>();
        for (CatalogObject object : made.objects()) {
            Map<String, String> facts = new TreeMap<>();
            object.facts().forEach((key, value) -> facts.put(key, value.replace(replay, quoted)));
            Set<ObjectName> uses = object.uses().stream().map(this::renamed).collect(Collectors.toSet());
            objects.add(new CatalogObject(renamed(object.name()), facts, uses));
        }
        return made.without(object -> true).with(objects);
    }

    /** Schemas stand in names as they are, and in the types of arguments as the server prints them. */
    private ObjectName renamed(ObjectName name) {
        return new ObjectName(
                name.kind(),
                name.schema().equals(replay) ? live : name.schema(),
                name.table(),
                name.kind() == ObjectKind.SCHEMA
                        ? name.name().replace(replay, live)
                        : name.name().replace(replay, quoted));
    }
}
