package dev.stele.migrations.review;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Goes through files statement by statement, and keeps in mind what the ones before did. */
final class Walk {
    private static final List<Check> CHECKS = List.of(new IndexChecks(), new ConstraintChecks(), new SyntaxCheck());

    private final ReviewOptions options;
    private final Schema schema = new Schema();
    private final Map<String, TableSize> sizes = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();

    Walk(ReviewOptions options) {
        this.options = options;
        sizes.putAll(options.sizes());
    }

    List<Finding> findings() {
        return findings;
    }

    List<Effect> effects() {
        return effects;
    }

    void review(String file, String sql) {
        Script script = ScriptReader.read(file, sql, options.plainMode());
        Findings found = new Findings(script.source(), options, sizes);
        script.faults().forEach(f -> found.add(Rule.SYNTAX_ERROR, f.offset(), f.message()));
        Map<String, String> settings = new HashMap<>();
        for (Unit unit : script.units()) {
            Run run = new Run(unit.mode(), settings);
            for (RawStatement raw : unit.statements()) {
                step(unit, StatementParser.parse(raw), run, found);
            }
            schema.transactionEnded();
        }
        schema.fileEnded();
        findings.addAll(found.found());
    }

    private void step(Unit unit, Parsed parsed, Run run, Findings found) {
        Effect effect = new Effect(
                new Place("", 1, 1),
                "",
                Map.of(),
                java.util.Set.of(),
                java.util.Set.of(),
                java.util.Set.of(),
                Effect.Source.PREDICTED);
        Step step = new Step(unit, parsed, schema, run, effect, found);
        CHECKS.forEach(check -> check.look(step));
        effects.add(effect);
    }
}
