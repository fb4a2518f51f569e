package dev.stele.examples.proofs;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.examples.proofs.model.CompiledModel;
import dev.stele.examples.proofs.model.Model;
import dev.stele.migrations.Draft;
import dev.stele.migrations.DraftOptions;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The first promise: a database made by the first draft of a model has nothing left to generate.
 *
 * <p>And it has the schema that Hibernate itself would have made.
 */
final class ModelProof {
    private final DatabaseConfig server;
    private final ModelDatabase empty;

    /**
     * Proves on a server.
     *
     * @param empty a database that stays empty: what Hibernate would make is made there, read and rolled back
     */
    ModelProof(DatabaseConfig server, ModelDatabase empty) {
        this.server = server;
        this.empty = empty;
    }

    /**
     * Makes a database of the model of a seed.
     *
     * @return the database, to be mutated; the caller closes it
     * @throws Failure if something is left to generate, or the schema is another than Hibernate's
     */
    ModelDatabase create(long seed) throws SQLException, IOException {
        Model model = Model.of(seed);
        CompiledModel compiled = CompiledModel.of(model);
        ModelDatabase database = ModelDatabase.empty(server);
        String sql = "";
        try {
            Draft first = database.generate("first", compiled, DraftOptions.defaults());
            sql = first.sql();
            database.migrations(compiled).upgrade();
            Draft second = database.migrations(compiled).generate("second");
            if (!second.isEmpty()) {
                throw new Failure("after the first draft something is left to generate:\n" + second.sql());
            }
            requireHibernates("the schema is not Hibernate's", database.schema(), compiled);
            return database;
        } catch (RuntimeException | SQLException | IOException e) {
            database.close();
            throw new Failure(
                    "model " + seed + " failed: " + e + "\n--- model\n" + model.source() + "--- first draft\n" + sql,
                    e);
        }
    }

    /**
     * Compares a schema with the one that Hibernate makes of a model.
     *
     * @throws Failure if they differ in more than names that the model does not give
     */
    void requireHibernates(String when, List<String> actual, CompiledModel model) throws SQLException {
        try (Connection connection = empty.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(HibernateSchema.ddl(model.entities()));
            List<String> expected = SchemaText.read(connection);
            connection.rollback();
            Failure.unlessSame(
                    when,
                    SchemaText.withoutKept(SchemaText.withoutFreedom(actual), SchemaText.withoutFreedom(expected)),
                    SchemaText.withoutFreedom(expected));
        }
    }
}
