package dev.stele.migrations.advice;

import dev.stele.core.error.DatabaseException;
import dev.stele.migrations.advice.Prover.Served;
import dev.stele.migrations.advice.Prover.Trial;
import dev.stele.migrations.advice.Prover.Verdict;
import dev.stele.migrations.plan.QueryPlan;
import dev.stele.migrations.plan.SampledStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Tries indexes on the live server that only the planner of one session sees, by the extension HypoPG.
 *
 * <p>Nothing is run but EXPLAIN, in a read-only transaction that is rolled back.
 */
final class HypotheticalTrial {
    private final DataSource live;
    private final ProofOptions options;
    private final String schema;

    private HypotheticalTrial(DataSource live, ProofOptions options, String schema) {
        this.live = live;
        this.options = options;
        this.schema = schema;
    }

    /** A trial where the extension is in the database and the role may call it. */
    static Optional<HypotheticalTrial> of(DataSource live, ProofOptions options) throws SQLException {
        try (Connection connection = live.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select n.nspname from pg_catalog.pg_extension e"
                        + " join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname = 'hypopg'"
                        + " and has_schema_privilege(n.oid, 'usage')")) {
            return row.next()
                    ? Optional.of(new HypotheticalTrial(live, options, SqlNames.quote(row.getString(1))))
                    : Optional.empty();
        }
    }

    /** Whether HypoPG knows indexes of this method; of GIN and GiST it does not. */
    static boolean knows(Trial trial) {
        return trial.preparation().isEmpty()
                && trial.creates().stream().noneMatch(sql -> sql.matches("(?is).*\\busing\\s+(gin|gist|spgist)\\b.*"));
    }

    Verdict of(Trial trial) throws SQLException {
        Judgement judgement = new Judgement(options, Proof.Where.HYPOTHETICAL, 1);
        for (Served served : trial.statements()) {
            try (Connection connection = live.getConnection()) {
                ScratchRows.begin(connection, options.patience());
                Savepoint clean = connection.setSavepoint();
                try {
                    compare(connection, trial, served, judgement);
                } catch (DatabaseException e) {
                    judgement.skip(Words.of(e));
                } finally {
                    // What is hypothetical outlives a transaction, after which a pooler may give another session.
                    connection.rollback(clean);
                    call(connection, "hypopg_reset()");
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
            }
        }
        return judgement.verdict();
    }

    private void compare(Connection connection, Trial trial, Served served, Judgement judgement) throws SQLException {
        SampledStatement statement = SampledStatement.draw(connection, served.sql(), options.values());
        if (trial.servesOnlySomeValues(statement.parameterColumns())) {
            judgement.refuse(served.sql(), Judgement.SOME_VALUES);
            return;
        }
        if (Judgement.isGuess(trial, statement)) {
            judgement.skip(Judgement.ROWS_NEEDED);
            return;
        }
        List<QueryPlan> before = new ArrayList<>();
        List<Double> read = new ArrayList<>();
        for (int sample = 0; sample < statement.samples(); sample++) {
            before.add(statement.planned(connection, sample));
            read.add(PlannedPages.expected(connection, statement, sample, before.get(sample), 0));
        }
        List<Set<String>> indexes = new ArrayList<>();
        for (String sql : trial.creates()) {
            indexes.add(Set.of(create(connection, sql)));
        }
        List<Comparison> comparisons = new ArrayList<>();
        for (int sample = 0; sample < statement.samples(); sample++) {
            QueryPlan after = statement.planned(connection, sample);
            double reads = PlannedPages.expected(connection, statement, sample, after, 0);
            comparisons.add(PlannedPages.comparison(
                    new PlannedPages.Side(before.get(sample), read.get(sample)),
                    new PlannedPages.Side(after, reads),
                    Comparison.uses(after, indexes)));
        }
        judgement.add(comparisons);
    }

    private String create(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select indexname from " + schema + ".hypopg_create_index(?)")) {
            statement.setString(1, sql.replaceFirst("(?i)\\bconcurrently\\s+", ""));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private void call(Connection connection, String function) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select " + schema + "." + function);
        }
    }
}
