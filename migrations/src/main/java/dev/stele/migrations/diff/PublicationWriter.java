package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes publications. */
final class PublicationWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "publication " + Sql.quote(name.name());
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        String target = object.has("for") ? " for " + object.text("for") : "";
        return List.of(Step.of("create " + address(object.name()) + target + " with (" + options(object) + ")"));
    }

    private static String options(CatalogObject object) {
        return "publish = " + Sql.literal(object.text("publish")) + ", publish_via_partition_root = "
                + object.has("via_root")
                + (object.has("generated_columns")
                        ? ", publish_generated_columns = " + object.text("generated_columns")
                        : "");
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of("drop " + address(object.name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        Set<String> changed = Facts.changed(from, to);
        boolean all = from.text("for").equals("all tables") || to.text("for").equals("all tables");
        if (changed.contains("generated_columns") || (changed.contains("for") && (all || !to.has("for")))) {
            return Alteration.recreate();
        }
        List<Step> steps = new ArrayList<>();
        if (changed.contains("for")) {
            steps.add(Step.of("alter " + address(to.name()) + " set " + to.text("for")));
        }
        if (changed.contains("publish") || changed.contains("via_root")) {
            steps.add(Step.of("alter " + address(to.name()) + " set (" + options(to) + ")"));
        }
        return Alteration.by(steps);
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Alteration.Way way, Sides sides) {
        return Users.replaced(user, way, sides);
    }
}
