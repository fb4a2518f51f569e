package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.Setting;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Goes through files statement by statement, and keeps in mind what the ones before did. */
final class Walk implements AutoCloseable {
    private static final List<Check> CHECKS = List.of(
            new SyntaxCheck(),
            new IndexChecks(),
            new ConstraintChecks(),
            new ColumnChecks(),
            new TypeChecks(),
            new TableChecks(),
            new PartitionChecks(),
            new TransactionChecks(),
            new DataChecks(),
            new HiddenWrites(),
            new LossChecks(),
            new RightsChecks(),
            new NameChecks(),
            new MeasuredCheck());

    private final ReviewOptions options;
    private final Schema schema = new Schema();
    private final Map<String, TableSize> sizes = new HashMap<>();
    private final Versions versions;
    private final Databases databases;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();

    Walk(ReviewOptions given) {
        this.options = given.withServerVersion(Databases.serverVersion(given));
        this.versions = new Versions(options.versions());
        sizes.putAll(options.sizes());
        this.databases = Databases.open(options, schema, sizes);
    }

    @Override
    public void close() {
        databases.close();
    }

    List<Finding> findings() {
        return findings;
    }

    List<Effect> effects() {
        return effects;
    }

    void review(String file, String sql) {
        Script script = ScriptReader.read(file, sql, options.plainMode());
        List<List<Parsed>> units = script.units().stream()
                .map(u -> u.statements().stream().map(StatementParser::parse).toList())
                .toList();
        Findings found = new Findings(script.source(), options, sizes, Outline.of(units));
        script.faults().forEach(f -> found.add(Rule.SYNTAX_ERROR, f.offset(), f.message()));
        String version = versions.next(file);
        if (!version.isEmpty()) {
            found.add(Rule.HISTORY_NOT_LINEAR, 0, version);
        }
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < units.size(); i++) {
            unit(script.units().get(i), units.get(i), settings, found);
        }
        schema.fileEnded();
        List<Finding> kept = Ignores.apply(script, found);
        kept.sort(Comparator.comparingInt((Finding f) -> f.place().line())
                .thenComparingInt(f -> f.place().column()));
        findings.addAll(kept);
    }

    private void unit(Unit unit, List<Parsed> statements, Map<String, String> settings, Findings found) {
        Run run = new Run(unit.mode(), settings, statements);
        for (Parsed parsed : statements) {
            step(new Step(unit, parsed, schema, run, effect(parsed, found), found));
        }
        if (run.isBegun() && unit.mode() == Unit.Mode.AUTOCOMMIT) {
            found.add(
                    Rule.TRANSACTION_NOT_ENDED,
                    run.beginOffset(),
                    "the transaction that begins here is never committed");
        }
        schema.transactionEnded();
    }

    private Effect effect(Parsed parsed, Findings found) {
        Effect predicted = Prediction.of(parsed.statement(), schema)
                .at(found.place(parsed.raw()), found.firstLine(parsed.raw()), Effect.Source.PREDICTED);
        try {
            return databases.measure(parsed, found.text(parsed.raw()), predicted);
        } catch (SQLException e) {
            found.refused(parsed.raw(), Databases.refusal(e));
            return predicted;
        }
    }

    private void step(Step step) {
        CHECKS.forEach(check -> check.look(step));
        RunChanges.apply(step, step.effect().place().line());
        new SchemaChanges(schema, step.run().inTransaction()).apply(step.statement());
        if (!(step.statement() instanceof Setting)) {
            effects.add(step.effect());
        }
    }
}
