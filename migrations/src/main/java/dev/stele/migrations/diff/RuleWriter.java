package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import java.util.ArrayList;
import java.util.List;

/** Writes rewrite rules of tables and views. */
final class RuleWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "rule " + Sql.quote(name.name()) + " on " + Sql.table(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of(object.text("definition")));
        if (object.has("enabled")) {
            steps.add(enable(object));
        }
        return steps;
    }

    private static Step enable(CatalogObject rule) {
        String state = rule.has("enabled") ? rule.text("enabled") : "enable";
        return Step.of("alter table " + Sql.table(rule.name()) + " " + state + " rule "
                + Sql.quote(rule.name().name()));
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of("drop " + address(object.name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        List<Step> steps = new ArrayList<>();
        if (!from.text("definition").equals(to.text("definition"))) {
            steps.add(Step.of(to.text("definition").replaceFirst("^CREATE RULE", "CREATE OR REPLACE RULE")));
        }
        if (!from.text("enabled").equals(to.text("enabled"))) {
            steps.add(enable(to));
        }
        return Alteration.by(steps);
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Way way, Sides sides) {
        return Users.replaced(user, way, sides);
    }
}
