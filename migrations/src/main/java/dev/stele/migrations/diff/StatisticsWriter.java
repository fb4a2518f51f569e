package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import java.util.ArrayList;
import java.util.List;

/** Writes extended statistics. */
final class StatisticsWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "statistics " + Sql.qualified(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of(object.text("definition")));
        if (object.has("target")) {
            steps.add(target(object));
        }
        return steps;
    }

    private Step target(CatalogObject object) {
        String target = object.has("target") ? object.text("target") : "-1";
        return Step.of("alter " + address(object.name()) + " set statistics " + target);
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of("drop " + address(object.name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        return from.text("definition").equals(to.text("definition"))
                ? Alteration.by(target(to))
                : Alteration.recreate();
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Way way, Sides sides) {
        // The server makes them anew itself where the type of a column changes.
        return way == Way.RETYPE ? Effect.NONE : Effect.RECREATE;
    }
}
