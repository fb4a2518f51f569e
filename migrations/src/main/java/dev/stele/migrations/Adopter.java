package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import dev.stele.migrations.diff.ScratchServer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Recognizes what a database is before it is ours, and takes over the one kind that can be taken over. */
final class Adopter {
    /** The head of the Python system's Alembic versions; version 0001 is the schema it leaves. */
    static final String ALEMBIC_HEAD = "25de3619cb35";

    private final MigrationSession session;
    private final Changelog changelog;
    private final Supplier<ScratchServer> server;

    Adopter(MigrationSession session, Changelog changelog, Supplier<ScratchServer> server) {
        this.session = session;
        this.changelog = changelog;
        this.server = server;
    }

    /** Refuses to run our first version over the tables that it would find there. */
    static void refuseUnadopted(MigrationSession session, Changelog changelog, Applied applied) throws SQLException {
        if (!changelog.includesBundled() || isOurs(applied)) {
            return;
        }
        List<String> heads = alembicHeads(session);
        if (heads != null) {
            throw new MigrationException(
                    "cannot upgrade: the database was made by the Python system (alembic_version " + heads + ")",
                    "call adopt() once, which keeps every row; nothing was changed",
                    null,
                    null);
        }
    }

    /** Checks the database and records it as version 0001; nothing is changed where it refuses. */
    Adoption.Origin adopt() throws SQLException {
        if (!changelog.includesBundled()) {
            throw refused("the changelog does not include Changelog.bundled()", "put it before your own versions");
        }
        Applied applied = session.locked();
        List<ChangesetId> unknown =
                applied.unknown().stream().map(HistoryEntry::changeset).toList();
        if (!unknown.isEmpty()) {
            throw refused(
                    "its history has what the changelog does not know: " + Lists.sentence(unknown),
                    "adopt it with the program that applied them, or a newer one");
        }
        if (isOurs(applied)) {
            return Adoption.Origin.STELE;
        }
        requirePython();
        AdoptionChecks.requireNone(session.connection());
        new Stamp(session, changelog).write(applied, changelog.versions().get(0));
        return Adoption.Origin.PYTHON;
    }

    private void requirePython() throws SQLException {
        List<String> heads = alembicHeads(session);
        if (heads == null) {
            List<String> tables = strings(
                    session,
                    "select tablename from pg_tables where schemaname = current_schema()"
                            + " and tablename not in ('databasechangelog', 'stele_receipt') order by tablename");
            throw tables.isEmpty()
                    ? refused("it is empty", "call upgrade() for a new database")
                    : refused(
                            "it has neither alembic_version nor a history of ours, but the tables "
                                    + Lists.sentence(tables),
                            "only a database of the Python system can be adopted");
        }
        if (!heads.equals(List.of(ALEMBIC_HEAD))) {
            throw refused(
                    "alembic_version is " + heads + " but must be [" + ALEMBIC_HEAD + "]",
                    "bring it there with \"alembic upgrade head\" first");
        }
        List<String> differences = LiveSchema.compare(
                        session, FormattedSql.read(changelog.files().subList(0, 1)), server.get())
                .findings();
        if (!differences.isEmpty()) {
            throw refused(
                    "it is not what the Python system makes:\n  - " + String.join("\n  - ", differences),
                    "bring these back to what Alembic version " + ALEMBIC_HEAD + " made");
        }
    }

    private static boolean isOurs(Applied applied) {
        return applied.entries().stream()
                .anyMatch(entry ->
                        entry.version() != null && entry.version().source().equals("stele"));
    }

    private static @Nullable List<String> alembicHeads(MigrationSession session) throws SQLException {
        boolean there = !strings(session, "select 1 where to_regclass('alembic_version') is not null")
                .isEmpty();
        return there ? strings(session, "select version_num from alembic_version order by 1") : null;
    }

    private static List<String> strings(MigrationSession session, String query) throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (row.next()) {
                values.add(row.getString(1));
            }
            return values;
        }
    }

    private static MigrationException refused(String found, String hint) {
        return new MigrationException(
                "cannot adopt the database: " + found, hint + "; nothing was changed", null, null);
    }
}
