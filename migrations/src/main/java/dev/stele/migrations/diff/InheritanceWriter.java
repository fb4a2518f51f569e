package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import java.util.List;

/** Writes that a table inherits from another; CREATE TABLE says it of a new one. */
final class InheritanceWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        throw new IllegalStateException("that a table inherits has neither comment nor owner");
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        return List.of(Step.of("alter table " + Sql.table(object.name()) + " inherit "
                + object.name().name()));
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        Step step = Step.of("alter table " + Sql.table(object.name()) + " no inherit "
                + object.name().name());
        return NotNull.leaving(step, object, sides);
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        return Alteration.recreate();
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Way way, Sides sides) {
        return used.kind() == ObjectKind.TABLE && way != Way.RETYPE ? Effect.RECREATE : Effect.NONE;
    }

    @Override
    public boolean folds(CatalogObject object) {
        return true;
    }
}
