package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;

/** Writes range types. */
final class RangeWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "type " + Sql.qualified(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        List<String> options = new ArrayList<>();
        options.add("subtype = " + object.text("subtype"));
        option(options, "subtype_opclass", object.text("opclass"));
        option(options, "collation", object.text("collation"));
        option(options, "canonical", object.text("canonical"));
        option(options, "subtype_diff", object.text("subtype_diff"));
        option(options, "multirange_type_name", object.text("multirange"));
        return List.of(Step.of("create " + address(object.name()) + " as range (" + String.join(", ", options) + ")"));
    }

    @Override
    public String refusesToCreate(CatalogObject object, Sides sides) {
        return DefaultGrants.refusal(object, sides);
    }

    private static void option(List<String> options, String key, String value) {
        if (!value.isEmpty()) {
            options.add(key + " = " + value);
        }
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of("drop " + address(object.name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        String refusal = refusesToCreate(to, sides);
        if (!refusal.isEmpty()) {
            return Alteration.refuse(refusal);
        }
        boolean stored = sides.from().objects().stream()
                .anyMatch(
                        user -> user.kind() == ObjectKind.COLUMN && user.uses().contains(from.name()));
        // The multirange would keep its name while the old range stays beside the new one.
        return stored
                ? Alteration.refuse("the options of a range type cannot change while columns are of it")
                : Alteration.recreate();
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Alteration.Way way, Sides sides) {
        return used.kind() == ObjectKind.SCHEMA || way == Alteration.Way.STEPS ? Effect.NONE : Effect.ALTER;
    }
}
