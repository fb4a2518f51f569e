package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.ObjectName;
import dev.stele.migrations.diff.ScratchDatabase;
import dev.stele.migrations.diff.ScratchServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a changelog makes, in a scratch database; whoever replays it closes it. */
final class Present implements AutoCloseable {
    /** Every table that is no part of an extension, quoted. */
    private static final String TABLES = """
            select format('%I.%I', n.nspname, c.relname)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
              and not exists (select from pg_depend d
                  where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
            order by 1""";

    private final ScratchDatabase database;
    private final Set<ObjectName> ours;

    private Present(ScratchDatabase database, Set<ObjectName> ours) {
        this.database = database;
        this.ours = Set.copyOf(ours);
    }

    /**
     * Replays all of {@code changelog}.
     *
     * @throws MigrationException if a changeset fails there, naming it
     */
    static Present replay(ScratchServer server, Changelog changelog) {
        ScratchDatabase database = server.create();
        try {
            MigrationSettings settings = MigrationSettings.defaults().withChangelog(changelog);
            Migrations migrations = Migrations.of(database.dataSource(), settings);
            List<String> bundled = changelog.versions().stream()
                    .filter(version -> version.source().equals("stele"))
                    .map(Version::label)
                    .toList();
            Set<ObjectName> ours = new TreeSet<>();
            if (!bundled.isEmpty()) {
                migrations.upgrade(bundled.get(bundled.size() - 1));
                CatalogSnapshot.read(database.dataSource(), Comparison.SCOPE)
                        .objects()
                        .forEach(object -> ours.add(object.name()));
            }
            migrations.upgrade();
            return new Present(database, ours);
        } catch (RuntimeException e) {
            close(database, e);
            throw e;
        }
    }

    /** All that the bundled versions made. */
    Set<ObjectName> ours() {
        return ours;
    }

    ScratchDatabase database() {
        return database;
    }

    /** Every table of a database, quoted, to be written into a statement. */
    static List<String> tables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TABLES)) {
            List<String> found = new ArrayList<>();
            while (row.next()) {
                found.add(row.getString(1));
            }
            return found;
        }
    }

    static void close(AutoCloseable resource, RuntimeException why) {
        try {
            resource.close();
        } catch (Exception second) {
            // What was thrown first says what went wrong.
            why.addSuppressed(second);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
