package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import java.util.ArrayList;
import java.util.List;

/** Writes triggers of tables and views. */
final class TriggerWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "trigger " + Sql.quote(name.name()) + " on " + Sql.table(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of(lowered(object)));
        if (object.has("enabled")) {
            steps.add(enable(object));
        }
        return steps;
    }

    private static String lowered(CatalogObject trigger) {
        return Expressions.writable(trigger.text("definition"))
                .replaceFirst("^CREATE (CONSTRAINT )?TRIGGER", "create $1trigger")
                .replaceFirst("^create CONSTRAINT", "create constraint");
    }

    private static Step enable(CatalogObject trigger) {
        String state = trigger.has("enabled") ? trigger.text("enabled") : "enable";
        return Step.of("alter table " + Sql.table(trigger.name()) + " " + state + " trigger "
                + Sql.quote(trigger.name().name()));
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of("drop " + address(object.name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        boolean moved = to.has("~inherited") && !sides.followers().follows(to);
        if (moved || from.has("~inherited") != to.has("~inherited")) {
            return Alteration.recreate();
        }
        List<Step> steps = new ArrayList<>();
        boolean redefined = !from.text("definition").equals(to.text("definition")) && !to.has("~inherited");
        if (redefined) {
            if (!lowered(from).startsWith("create trigger") || !lowered(to).startsWith("create trigger")) {
                return Alteration.recreate();
            }
            steps.add(Step.of(lowered(to).replaceFirst("^create", "create or replace")));
        }
        // To replace a trigger enables it.
        String before = redefined ? "" : from.text("enabled");
        if (!before.equals(to.text("enabled"))) {
            steps.add(enable(to));
        }
        return Alteration.by(steps);
    }

    @Override
    public boolean vanishes(CatalogObject object, Sides sides) {
        return implied(object, sides);
    }

    @Override
    public boolean implied(CatalogObject object, Sides sides) {
        // A partition gets the triggers of its parent when it joins, and loses them when it leaves.
        return object.has("~inherited");
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Way way, Sides sides) {
        return Users.replaced(user, way, sides);
    }
}
