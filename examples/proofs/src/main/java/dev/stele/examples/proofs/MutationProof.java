package dev.stele.examples.proofs;

import dev.stele.core.error.MigrationException;
import dev.stele.examples.proofs.model.CompiledModel;
import dev.stele.examples.proofs.model.Model;
import dev.stele.migrations.Draft;
import dev.stele.migrations.DraftOptions;
import dev.stele.migrations.Migrations;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * The second promise: one mutation, generated and applied, leaves nothing; taken back, it leaves what was there.
 *
 * <p>In half of the runs the tables have rows. There a migration may refuse before its first change; once the tables
 * are empty it has to go through.
 */
final class MutationProof {
    /** How a mutation ended that kept the promise. */
    enum Outcome {
        /** Applied and taken back. */
        CONVERGED,
        /** Refused by its checks because of rows, with nothing changed; applied and taken back without them. */
        CONVERGED_WITHOUT_ROWS,
        /** Applied; its way back was refused because of rows, with nothing changed, and went once they were gone. */
        BACK_WITHOUT_ROWS,
        /** The schema needed no change. */
        NOTHING_TO_DO,
        /** Not generated; the message says what is not supported. */
        REFUSED
    }

    private final ModelProof models;
    private final Model mutant;
    private final CompiledModel compiled;
    private final boolean rows;
    private final boolean unchecked;
    private final boolean again;
    private String sql = "";

    /**
     * A mutation to prove.
     *
     * @param seed the seed of the model
     * @param mutation the seed of the mutation; it decides as well whether there are rows, and whether their loss is
     *     allowed unchecked
     */
    MutationProof(ModelProof models, long seed, long mutation) {
        this.models = models;
        this.mutant = Model.mutated(seed, mutation);
        this.compiled = CompiledModel.of(mutant);
        this.rows = Math.floorMod(mutation, 2) == 1;
        this.unchecked = Math.floorMod(mutation, 3) == 0;
        // The comparison with Hibernate's schema says as much and costs less.
        this.again = Math.floorMod(mutation, 5) == 0;
    }

    /** What is changed. */
    String change() {
        return mutant.change();
    }

    /** The mutated model and the draft, for the report of a failure. */
    String material() {
        return "--- mutated model (" + change() + ")\n" + mutant.source() + "--- draft\n" + sql;
    }

    /**
     * Proves it on the model's database, which is as before afterwards.
     *
     * @throws Failure if the promise is not kept; then the database may be anything
     */
    Outcome run(ModelDatabase live) throws SQLException, IOException {
        List<String> start = live.schema();
        try {
            if (rows) {
                try (Connection connection = live.dataSource().getConnection()) {
                    Rows.fill(connection);
                }
            }
            Draft draft;
            try {
                draft = live.generate("mutation", compiled, options());
            } catch (MigrationException refused) {
                return refused(refused);
            }
            sql = draft.sql();
            Failure.unlessSame("generating has changed the database", live.schema(), start);
            if (draft.isEmpty()) {
                models.requireHibernates("nothing to do", start, compiled);
                return Outcome.NOTHING_TO_DO;
            }
            return through(live, start);
        } finally {
            if (rows) {
                empty(live);
            }
            live.forgetAllButFirst();
        }
    }

    private DraftOptions options() {
        return unchecked
                ? DraftOptions.defaults().allowingDataLoss()
                : DraftOptions.defaults().allowingDrop("*");
    }

    private static Outcome refused(MigrationException refused) {
        if (String.valueOf(refused.getMessage()).contains("not supported is")) {
            return Outcome.REFUSED;
        }
        throw new Failure("not generated", refused);
    }

    private Outcome through(ModelDatabase live, List<String> start) throws SQLException, IOException {
        boolean emptied = !upgrade(live, start);
        models.requireHibernates("applied, it is not what Hibernate makes", live.schema(), compiled);
        if (again) {
            Draft rest = live.migrations(compiled).generate("rest", options());
            if (!rest.isEmpty()) {
                throw new Failure("applied, something is left to generate:\n" + rest.sql());
            }
        }
        boolean emptiedToGoBack = !downgrade(live);
        Failure.unlessSame("taken back, it is not what was there", live.schema(), start);
        if (emptied) {
            return Outcome.CONVERGED_WITHOUT_ROWS;
        }
        return emptiedToGoBack ? Outcome.BACK_WITHOUT_ROWS : Outcome.CONVERGED;
    }

    /** Applies the draft; false where the tables had to be emptied first. */
    private boolean upgrade(ModelDatabase live, List<String> start) throws SQLException, IOException {
        Migrations migrations = live.migrations(compiled);
        Map<String, Rows.Contents> before = contents(live);
        try {
            migrations.upgrade();
            List<String> lost = Rows.lost(before, contents(live));
            if (!lost.isEmpty()) {
                throw new Failure("applied, the values are not what they were in " + lost);
            }
            return true;
        } catch (MigrationException refused) {
            if (!rows) {
                throw new Failure("not applied", refused);
            }
            Failure.unlessSame("half applied: " + refused.getMessage(), live.schema(), start);
            empty(live);
            migrations.upgrade();
            return false;
        }
    }

    private boolean downgrade(ModelDatabase live) throws SQLException, IOException {
        Migrations migrations = live.migrations(compiled);
        List<String> applied = live.schema();
        try {
            migrations.downgrade(1);
            return true;
        } catch (MigrationException refused) {
            if (!rows) {
                throw new Failure("not taken back", refused);
            }
            Failure.unlessSame("half taken back: " + refused.getMessage(), live.schema(), applied);
            empty(live);
            migrations.downgrade(1);
            return false;
        }
    }

    private static Map<String, Rows.Contents> contents(ModelDatabase live) throws SQLException {
        try (Connection connection = live.dataSource().getConnection()) {
            return Rows.read(connection);
        }
    }

    private static void empty(ModelDatabase live) throws SQLException {
        String all = "select string_agg(c.oid::regclass::text, ', ') from pg_class c"
                + " join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r'"
                + " and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_t%'"
                + " and c.relname not in ('databasechangelog', 'stele_under_way')";
        try (Connection connection = live.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery(all)) {
            if (tables.next() && tables.getString(1) != null) {
                live.execute("truncate " + tables.getString(1));
            }
        }
    }
}
