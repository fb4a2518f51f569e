package dev.stele.migrations.advice;

import dev.stele.core.error.DatabaseException;
import dev.stele.migrations.advice.PlannedPages.Side;
import dev.stele.migrations.advice.Prover.Served;
import dev.stele.migrations.advice.Prover.Trial;
import dev.stele.migrations.advice.Prover.Verdict;
import dev.stele.migrations.plan.PlanNode;
import dev.stele.migrations.plan.QueryPlan;
import dev.stele.migrations.plan.SampledStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Tries indexes in a scratch database, each in a transaction that is rolled back. */
final class ScratchTrial {
    private static final String INDEXES = "select c.relname from pg_catalog.pg_partition_tree(?::regclass) t"
            + " join pg_catalog.pg_class c on c.oid = t.relid union select ?";

    private static final int MORE = 4;

    private final Connection scratch;
    private final ProofOptions options;
    private final Stage stage;

    /**
     * What is in the scratch database.
     *
     * @param where what it was filled from
     * @param share which share of the large tables' rows is there, 1 where all are
     * @param hidden the share of each table's blocks for which an index alone cannot answer on the live server
     */
    record Stage(Proof.Where where, double share, Map<Prover.Table, Double> hidden) {
        /** A sample of blocks may lie better or worse than all of them. */
        private static final double SAMPLED = 1.25;

        Stage {
            hidden = Map.copyOf(hidden);
        }

        /** By what measured factors are divided before they are promised. */
        double caution() {
            return share < 1 ? SAMPLED : 1;
        }

        boolean hasRows() {
            return where != Proof.Where.SCRATCH_STATISTICS;
        }
    }

    ScratchTrial(Connection scratch, ProofOptions options, Stage stage) {
        this.scratch = scratch;
        this.options = options;
        this.stage = stage;
    }

    Verdict of(Trial trial) throws SQLException, InterruptedException {
        Judgement judgement = new Judgement(options, stage.where(), stage.caution());
        if (!stage.hasRows() && !HypotheticalTrial.knows(trial)) {
            // The statistics tell little of what is within a value, so that the planner guesses.
            return new Verdict.Untried(Judgement.ROWS_NEEDED);
        }
        for (Served served : trial.statements()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("indexes were being tried");
            }
            begin();
            try {
                compare(trial, served, judgement);
            } catch (Refused e) {
                return new Verdict.Useless(Words.of(e));
            } catch (DatabaseException e) {
                judgement.skip(Words.of(e));
            } finally {
                scratch.rollback();
            }
        }
        return judgement.verdict();
    }

    private void begin() throws SQLException {
        scratch.setAutoCommit(false);
        try (Statement statement = scratch.createStatement()) {
            statement.execute(
                    "set local statement_timeout = " + options.patience().toMillis());
        }
    }

    private void compare(Trial trial, Served served, Judgement judgement) throws SQLException, Refused {
        SampledStatement statement = SampledStatement.draw(scratch, served.sql(), options.values());
        if (trial.servesOnlySomeValues(statement.parameterColumns())) {
            judgement.refuse(served.sql(), Judgement.SOME_VALUES);
            return;
        }
        if (!stage.hasRows() && Judgement.isGuess(trial, statement)) {
            judgement.skip(Judgement.ROWS_NEEDED);
            return;
        }
        // What writes is planned only.
        boolean run = stage.hasRows() && statement.onlyReads(scratch);
        List<Side> before = new ArrayList<>();
        for (int sample = 0; sample < statement.samples(); sample++) {
            before.add(run ? ran(statement, sample) : planned(statement, sample, PlannedPages.NARROW_ENTRY));
        }
        List<Set<String>> indexes = build(trial);
        List<Comparison> comparisons = new ArrayList<>();
        for (int sample = 0; sample < statement.samples(); sample++) {
            Side after = run ? ran(statement, sample) : planned(statement, sample, PlannedPages.ENTRY);
            comparisons.add(comparison(before.get(sample), after, Comparison.uses(after.plan(), indexes)));
        }
        judgement.add(comparisons);
    }

    private Side ran(SampledStatement statement, int sample) throws SQLException {
        QueryPlan plan = statement.analyzed(scratch, sample);
        return new Side(plan, Objects.requireNonNull(plan.executed()).buffers());
    }

    private Side planned(SampledStatement statement, int sample, double entry) throws SQLException {
        QueryPlan plan = statement.planned(scratch, sample);
        double known = stage.hasRows() ? 0 : entry;
        return new Side(plan, PlannedPages.expected(scratch, statement, sample, plan, known));
    }

    private Comparison comparison(Side before, Side after, boolean used) {
        if (after.plan().executed() == null) {
            return PlannedPages.comparison(before, after, used);
        }
        // A larger index may be a level deeper, the same rows may lie on more pages than in a copy, and an index alone
        // may not answer for rows that were just written.
        double reads = whole(after) + MORE + hiddenRows(after.plan());
        return new Comparison(before.plan(), after.plan(), before.pages(), reads, used);
    }

    /**
     * What it would read of all rows. Mostly both plans grow alike, but a plan that ends after a few rows does not: so where
     * one may, what is read to the end with the index counts in full.
     */
    private double whole(Side after) {
        double within = Math.max(0, after.pages() - PlannedPages.DESCENT);
        return endsEarly(after.plan()) ? after.pages() - within + within / stage.share() : after.pages();
    }

    /** Whether a limit lets another plan end early where this one reads all and sorts. */
    private static boolean endsEarly(QueryPlan plan) {
        return plan.root().all().anyMatch(node -> node.kind().equals("Limit"))
                && plan.root().all().anyMatch(node -> node.kind().equals("Sort"));
    }

    private double hiddenRows(QueryPlan plan) {
        return plan.root()
                .all()
                .filter(node -> node.kind().equals("Index Only Scan"))
                .mapToDouble(node -> {
                    PlanNode.Relation relation = node.relation();
                    PlanNode.Actual actual = node.actual();
                    return relation == null || actual == null
                            ? 0
                            : actual.rows() * stage.hidden().getOrDefault(Prover.Table.of(relation), 0.0);
                })
                .sum();
    }

    private List<Set<String>> build(Trial trial) throws SQLException, Refused {
        try (Statement statement = scratch.createStatement()) {
            for (String sql : trial.preparation()) {
                statement.execute(sql);
            }
            for (String sql : trial.creates()) {
                create(statement, sql.replaceFirst("(?i)\\bconcurrently\\s+", ""));
            }
            if (stage.hasRows() && isOfExpressions(trial)) {
                statement.execute("analyze " + trial.table().sql());
            }
        }
        List<Set<String>> indexes = new ArrayList<>();
        for (String name : trial.names()) {
            indexes.add(names(trial, name));
        }
        return indexes;
    }

    /** What the server finds wrong with an index here, such as a function that is not immutable, it does there too. */
    private static void create(Statement statement, String sql) throws SQLException, Refused {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            // Class 54 is a limit, such as a value that is too long for an index.
            if (state.startsWith("42") || state.startsWith("54")) {
                throw new Refused(e);
            }
            throw e;
        }
    }

    /** The server makes no such index. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(SQLException cause) {
            super("the server makes no such index: " + Words.of(cause), cause);
        }
    }

    private boolean isOfExpressions(Trial trial) throws SQLException {
        try (PreparedStatement statement = scratch.prepareStatement(
                "select indexprs is not null from pg_catalog.pg_index where indexrelid = ?::regclass")) {
            statement.setString(1, new Prover.Table(trial.table().schema(), trial.name()).sql());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** The index with its parts on partitions, which have names of their own. */
    private Set<String> names(Trial trial, String index) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (PreparedStatement statement = scratch.prepareStatement(INDEXES)) {
            statement.setString(1, new Prover.Table(trial.table().schema(), index).sql());
            statement.setString(2, index);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
        }
        return names;
    }
}
