package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Step.Place;
import java.util.ArrayList;
import java.util.List;

/** Collects steps in their order and divides them into transactions. */
final class PlanBuilder {
    private final DiffOptions options;
    private final List<Named> steps = new ArrayList<>();
    private final List<Named> late = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private final List<SchemaPlan.Loss> losses = new ArrayList<>();

    private record Named(ObjectName name, Step step) {}

    PlanBuilder(DiffOptions options) {
        this.options = options;
    }

    void change(String description) {
        changes.add(description);
    }

    void add(ObjectName name, List<Step> more) {
        boolean allowed = options.allowsDrop(name);
        more.stream()
                .filter(step -> !step.loss().isEmpty())
                .forEach(step -> losses.add(new SchemaPlan.Loss(name, step.loss(), allowed)));
        // Half a change would be worse than none.
        if (allowed || more.stream().allMatch(step -> step.loss().isEmpty())) {
            more.forEach(step -> (step.place() == Place.LATE ? late : steps).add(new Named(name, step)));
        }
    }

    SchemaPlan build(List<String> unsupported) {
        List<PlannedStatement> statements = new ArrayList<>();
        int transaction = 0;
        Place last = Place.ALONE;
        steps.addAll(late);
        for (Named named : steps) {
            Step step = named.step();
            if (step.place() != Place.TOGETHER || last != Place.TOGETHER) {
                transaction++;
            }
            last = step.place();
            statements.add(new PlannedStatement(
                    step.sql(),
                    step.place() != Place.OUTSIDE,
                    transaction,
                    step.comment(),
                    checks(step),
                    named.name()));
        }
        return new SchemaPlan(statements, changes, losses, unsupported);
    }

    private List<PreCheck> checks(Step step) {
        List<PreCheck> checks = new ArrayList<>(step.demands());
        // With the loss allowed altogether, nobody wants to be asked whether there is something to lose.
        boolean waivable = !step.loss().isEmpty();
        if (!waivable || !options.allowsDataLoss()) {
            step.checks().forEach(check -> checks.add(new PreCheck(check.message(), check.sql(), waivable)));
        }
        return checks;
    }
}
