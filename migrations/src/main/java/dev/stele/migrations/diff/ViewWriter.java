package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes views. */
final class ViewWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "view " + Sql.qualified(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of("create " + definition(object)));
        steps.addAll(ViewColumns.change(bare(object), object));
        return steps;
    }

    private String definition(CatalogObject view) {
        String options = view.has("options") ? " with (" + view.text("options") + ")" : "";
        return address(view.name()) + options + " as\n" + Expressions.writable(view.text("definition"));
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of("drop " + address(object.name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        Set<String> changed = Facts.changed(from, to);
        List<Step> steps = new ArrayList<>();
        if (changed.contains("definition")) {
            // Columns can be added at the end, but neither change nor go.
            if (!(to.text("~columns") + "\n").startsWith(from.text("~columns") + "\n")) {
                return Alteration.recreate();
            }
            steps.add(Step.of("create or replace " + definition(to)));
        } else if (changed.contains("options")) {
            steps.addAll(
                    RelationOptions.change("alter " + address(to.name()), from.text("options"), to.text("options")));
        }
        steps.addAll(ViewColumns.change(from, to));
        return Alteration.by(steps);
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Way way, Sides sides) {
        return Users.replaced(user, way, sides);
    }

    private static CatalogObject bare(CatalogObject object) {
        return new CatalogObject(object.name(), java.util.Map.of(), Set.of());
    }
}
