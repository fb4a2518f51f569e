package dev.stele.migrations.diff;

import java.util.List;

/** Writes collations. */
final class CollationWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "collation " + Sql.qualified(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        return List.of(Step.of("create " + address(object.name()) + " (" + object.text("options") + ")"));
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of("drop " + address(object.name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        boolean stored = sides.from().objects().stream()
                .anyMatch(object ->
                        object.kind() == ObjectKind.COLUMN && object.uses().contains(from.name()));
        return stored ? Facts.refuse(from, to, "options") : Alteration.recreate();
    }
}
