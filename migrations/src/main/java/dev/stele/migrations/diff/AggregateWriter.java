package dev.stele.migrations.diff;

import java.util.List;

/** Writes aggregates. */
final class AggregateWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "aggregate " + RoutineWriter.signature(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        String name = object.name().name();
        return List.of(Step.of("create aggregate " + Sql.quote(object.name().schema()) + "."
                + name.substring(0, name.lastIndexOf('(')) + "(" + object.text("arguments") + ") (\n    "
                + object.text("options") + "\n)"));
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of("drop " + address(object.name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        return Alteration.recreate();
    }
}
