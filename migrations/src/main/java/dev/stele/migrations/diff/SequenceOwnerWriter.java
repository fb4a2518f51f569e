package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import java.util.List;

/** Writes which column a sequence belongs to. */
final class SequenceOwnerWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "sequence " + Sql.qualified(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        return List.of(Step.of("alter " + address(object.name()) + " owned by " + object.text("column")));
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of("alter " + address(object.name()) + " owned by none"));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        return Alteration.by(create(to, sides));
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Way way, Sides sides) {
        boolean anew = way == Way.RECREATE && (used.kind() == ObjectKind.COLUMN || used.kind() == ObjectKind.SEQUENCE);
        return anew ? Effect.RECREATE : Effect.NONE;
    }
}
