package dev.stele.migrations;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.MigrationException;
import dev.stele.migrations.backup.Backup;
import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.SchemaDiff;
import dev.stele.migrations.diff.SchemaPlan;
import dev.stele.migrations.diff.ScratchDatabase;
import dev.stele.migrations.diff.ScratchServer;
import dev.stele.migrations.direct.NotConnected;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The way on when migrations cannot run: creates from the entities what the database lacks.
 *
 * <p>Neither the changelog nor its history is read, so both may be broken. What is there is never altered or dropped,
 * whatever it looks like. Afterwards {@link Migrations#stamp} or {@link Migrations#adopt} leads back to versions; what the
 * changelog makes beyond the entities, {@link Migrations#verify} names then and {@link Migrations#drift} adds.
 *
 * <p>Safe for use by many threads and processes. Holds nothing open between calls.
 */
public final class Fallback {
    private static final String UNDEFINED_COLUMN = "42703";

    /** How a finding ends that no later look at the database makes again. */
    static final String UNGUARDED =
            " is new and has no row-level security, as others have: run the script of Migrations.drift() before it is used";

    private final ConnectionSource source;
    private final Supplier<ScratchServer> beside;
    private final Backup backup;
    private final List<Class<?>> entities;

    private Fallback(
            ConnectionSource source, Supplier<ScratchServer> beside, Backup backup, Collection<Class<?>> entities) {
        this.source = source;
        this.beside = beside;
        this.backup = backup;
        this.entities = List.copyOf(entities);
    }

    /** Looks after the database of {@code config} through a direct connection. */
    public static Fallback of(DatabaseConfig config, Collection<Class<?>> entities) {
        return new Fallback(
                ConnectionSource.direct(config), () -> ScratchServer.of(config), Backup.of(config), entities);
    }

    /** Looks after the database behind {@code source}. */
    public static Fallback of(DataSource source, Collection<Class<?>> entities) {
        return new Fallback(source::getConnection, () -> ScratchServer.of(source), Backup.of(source), entities);
    }

    /**
     * Tells which tables, columns, constraints, indexes and sequences of the entities are missing or different; changes
     * nothing.
     *
     * <p>What the entities ask for is printed by the server from a scratch database, as for {@link Migrations#verify}.
     *
     * @throws DatabaseException if the database cannot be reached
     * @throws MigrationException if a scratch database cannot be had
     */
    public Report verify() {
        return with(this::report);
    }

    /**
     * Writes what {@link #create} would run as a script for psql, for somebody with the right to run it; changes nothing.
     *
     * @throws MigrationException if something missing cannot be created beside what is there, naming it
     */
    public Draft dryRun() {
        return with(connection -> {
            SchemaPlan plan = plan(CatalogSnapshot.read(connection, Comparison.OPTIONS), model(connection));
            return plan.isEmpty()
                    ? Draft.nothing("the database has all that the entities ask for")
                    : new Draft(
                            "fallback.sql",
                            SchemaOwner.as(owner(connection), plan.script()),
                            plan.changes(),
                            plan.proof());
        });
    }

    /**
     * Creates what is missing, in the order of dependency and in one transaction; returns what is still different.
     *
     * <p>A table that is made anew beside tables with row-level security has none as yet, and is named too.
     *
     * @throws MigrationException if a process migrates the database just now, something cannot be created, or the role
     *     may not create it; nothing is kept then
     */
    public Report create() {
        return with(connection -> {
            CatalogSnapshot model = model(connection);
            String owner = owner(connection);
            connection.setAutoCommit(false);
            Report after;
            try {
                requireAlone(connection);
                actAs(owner, connection);
                CatalogSnapshot before = CatalogSnapshot.read(connection, Comparison.OPTIONS);
                plan(before, model).applyIn(connection);
                after = report(connection, model).and(unguarded(before, model));
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                if (e instanceof MigrationException refused && "42501".equals(refused.sqlState())) {
                    throw lacksRight(refused.sqlState(), refused);
                }
                if (e instanceof SQLException refused && "42501".equals(refused.getSQLState())) {
                    throw lacksRight(refused.getSQLState(), refused);
                }
                throw e;
            }
            connection.setAutoCommit(true);
            return after;
        });
    }

    /** Whom what is created is to belong to; a history that cannot be read does not tell. */
    private static @Nullable String owner(Connection autocommit) throws SQLException {
        try {
            return SchemaOwner.name(autocommit);
        } catch (SQLException e) {
            if (UNDEFINED_COLUMN.equals(e.getSQLState())) {
                return null;
            }
            throw e;
        }
    }

    /** Until the end of the transaction; the owner sees all tenants as little as anybody, unless it says so. */
    private static void actAs(@Nullable String owner, Connection connection) throws SQLException {
        if (owner != null) {
            String sql = "select set_config('role', ?, true), set_config('stele.tenant', '*', true)";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, owner);
                statement.execute();
            }
        }
    }

    private static void rollback(Connection connection, Exception why) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException second) {
            // A failed rollback must not hide why we rolled back.
            why.addSuppressed(second);
        }
    }

    /**
     * Does it all: verifies, backs up what is there, creates what is missing, loads data, backs up what is there then.
     *
     * <p>Each step is told to the plan's listener when it has ended, the one that fails as well. What was created stays
     * where loading or the second backup fails, and the first backup stays in any case.
     *
     * @throws MigrationException as {@link #create}, or if loading fails
     * @throws DatabaseException if a backup cannot be made, or the database cannot be reached
     */
    public FallbackRun run(FallbackPlan plan) {
        return FallbackRun.of(this, backup, plan);
    }

    private static MigrationException lacksRight(@Nullable String sqlState, Exception e) {
        return new MigrationException(
                "could not create what is missing: the role lacks the right, and nothing is kept",
                "have a role with the right run the script of dryRun()",
                sqlState,
                e);
    }

    private static void requireAlone(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_try_advisory_xact_lock(" + MigrationLock.KEY + ")")) {
            row.next();
            if (!row.getBoolean(1)) {
                throw new MigrationException(
                        "cannot create what is missing while another process migrates this database",
                        "wait until it is done; its work may leave nothing missing",
                        null,
                        null);
            }
        }
    }

    private Report report(Connection connection) throws SQLException {
        return report(connection, model(connection));
    }

    private static Report report(Connection connection, CatalogSnapshot model) {
        CatalogSnapshot live = CatalogSnapshot.read(connection, Comparison.OPTIONS);
        LiveSchema schema = LiveSchema.of(live, model, Comparison.OPTIONS.withoutProof());
        List<String> extras = schema.extras().stream()
                .filter(extra -> !extra.equals("schema \"public\""))
                .toList();
        return new Report("what the entities need of the database", schema.findings(), extras);
    }

    /** The tables that were made anew beside such as have row-level security: policies are the changelog's. */
    private static List<String> unguarded(CatalogSnapshot before, CatalogSnapshot model) {
        boolean guarded = before.objects().stream()
                .anyMatch(object -> object.facts().containsKey("row_security")
                        && model.find(object.name()).isPresent());
        return model.objects().stream()
                .filter(object -> guarded && object.kind() == ObjectKind.TABLE)
                .filter(object -> before.find(object.name()).isEmpty())
                .map(object -> "table \"" + object.name().qualified() + "\"" + UNGUARDED)
                .toList();
    }

    /** What is there stays as it is, so only what has no namesake is added. */
    private SchemaPlan plan(CatalogSnapshot live, CatalogSnapshot model) {
        List<CatalogObject> missing = model.objects().stream()
                .filter(object -> live.find(object.name()).isEmpty())
                .toList();
        TakenNames.refuse(live, missing);
        return SchemaDiff.between(
                live, live.with(missing), Comparison.OPTIONS.direct().provingOn(beside.get()));
    }

    /** The entities as the server prints them, under the names that their unnamed constraints have already. */
    private CatalogSnapshot model(Connection connection) throws SQLException {
        CatalogSnapshot live = CatalogSnapshot.read(connection, Comparison.OPTIONS);
        try (ScratchDatabase scratch = beside.get().create()) {
            CatalogSnapshot printed = ModelSchema.read(scratch, live, EntityModel.of(entities));
            return Ownership.target(live, printed, Set.of(), new Kept(List.of()))
                    .without(Fallback::isOfEveryDatabase);
        }
    }

    private static boolean isOfEveryDatabase(CatalogObject object) {
        return object.kind() == ObjectKind.SCHEMA && object.name().name().equals("public");
    }

    private <T> T with(Work<T> work) {
        try (Connection connection = NotConnected.first(source::open)) {
            return work.on(connection);
        } catch (NotConnected e) {
            throw ServerMessage.of(e.why()).notConnected("could not look after the database");
        } catch (SQLException e) {
            throw ServerMessage.of(e).translated("could not look after the database");
        }
    }

    /** What is done on the one connection of a call. */
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
