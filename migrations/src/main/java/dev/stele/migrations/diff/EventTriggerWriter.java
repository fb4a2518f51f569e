package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes event triggers. */
final class EventTriggerWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "event trigger " + Sql.quote(name.name());
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        String tags = object.has("tags") ? "\n    when tag in (" + object.text("tags") + ")" : "";
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of("create " + address(object.name()) + " on " + object.text("event") + tags
                + "\n    execute function " + object.text("function")));
        if (object.has("enabled")) {
            steps.add(enable(object));
        }
        return steps;
    }

    private Step enable(CatalogObject object) {
        String state = object.has("enabled") ? object.text("enabled") : "enable";
        return Step.of("alter " + address(object.name()) + " " + state);
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of("drop " + address(object.name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        return Facts.changed(from, to).equals(Set.of("enabled")) ? Alteration.by(enable(to)) : Alteration.recreate();
    }
}
