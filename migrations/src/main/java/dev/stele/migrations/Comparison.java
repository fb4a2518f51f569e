package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.DiffOptions;
import dev.stele.migrations.diff.ScratchDatabase;
import dev.stele.migrations.diff.ScratchServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The schema as the changelog makes it, and as it should be.
 *
 * @param present the changelog's schema
 * @param database where it is, to be copied; nobody may stay connected to it
 * @param target what the entities and the ownership policy ask for
 * @param renames what keeps its rows under another name
 * @param drops what the changelog has under its new name and nobody asks for
 */
record Comparison(
        CatalogSnapshot present,
        ScratchDatabase database,
        CatalogSnapshot target,
        Renames renames,
        List<CatalogObject> drops) {

    /** What belongs to a schema, and not to the roles of one database. */
    static final DiffOptions SCOPE = DiffOptions.defaults().withoutPrivileges();

    /** Hibernate writes the values of an enum in an order of its own. */
    static final DiffOptions OPTIONS = SCOPE.comparingListsAsSets();

    Comparison {
        drops = List.copyOf(drops);
    }

    /** Without entities: the target is known. */
    Comparison(Present replayed, CatalogSnapshot present, CatalogSnapshot target) {
        this(present, replayed.database(), target, Renames.none(present), List.of());
    }

    /** Compares and hands over to {@code work}; the scratch database is gone afterwards. */
    static <T> T with(MigrationSettings settings, ScratchServer server, DraftOptions options, Work<T> work) {
        if (settings.entities().isEmpty()) {
            throw new MigrationException(
                    "cannot compare the changelog with the entities: none are given",
                    "name them with MigrationSettings.withEntities(Note.class)",
                    null,
                    null);
        }
        EntityModel model = EntityModel.of(settings.entities());
        try (Present present = Present.replay(server, settings.changelog())) {
            return work.on(of(settings, present, model, options));
        }
    }

    private static Comparison of(
            MigrationSettings settings, Present replayed, EntityModel model, DraftOptions options) {
        DiffOptions all = SCOPE;
        ScratchDatabase database = replayed.database();
        CatalogSnapshot present = CatalogSnapshot.read(database.dataSource(), all);
        Renames renames = Renames.of(present, currentSchema(database), model, options);
        if (renames.all().isEmpty()) {
            CatalogSnapshot printed = ModelSchema.read(database, present, model);
            return of(replayed, present, present, printed, renames, settings);
        }
        try (ScratchDatabase renamed = database.copy()) {
            execute(renamed, renames.statements());
            CatalogSnapshot newNames = CatalogSnapshot.read(renamed.dataSource(), all);
            CatalogSnapshot printed = ModelSchema.read(renamed, newNames, model);
            return of(replayed, present, newNames, printed, renames, settings);
        }
    }

    private static Comparison of(
            Present replayed,
            CatalogSnapshot present,
            CatalogSnapshot newNames,
            CatalogSnapshot model,
            Renames renames,
            MigrationSettings settings) {
        CatalogSnapshot target = Ownership.target(newNames, model, replayed.ours(), Kept.of(settings));
        return new Comparison(present, replayed.database(), target, renames, Ownership.drops(newNames, target));
    }

    private static void execute(ScratchDatabase database, List<String> statements) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw ServerMessage.of(e).translated("could not rename in a scratch database");
        }
    }

    private static String currentSchema(ScratchDatabase database) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_schema()")) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw ServerMessage.of(e).translated("could not ask a scratch database for its schema");
        }
    }

    /** What is done with both. */
    @FunctionalInterface
    interface Work<T> {
        T on(Comparison comparison);
    }
}
