package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import java.util.List;

/** Writes the defaults of columns. */
final class DefaultWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "column " + Sql.table(name) + "." + Sql.quote(name.name());
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        return List.of(Step.of(alter(object, sides) + "set default " + object.text("expression")));
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of(alter(object, sides) + "drop default"));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        return Alteration.by(create(to, sides));
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Way way, Sides sides) {
        if (way == Way.RETYPE && used.kind() == ObjectKind.COLUMN) {
            // The server carries a default along where only the length changes.
            return sides.changesBase(used) ? Effect.RECREATE : Effect.NONE;
        }
        return used.kind() == ObjectKind.TABLE ? Effect.NONE : Effect.RECREATE;
    }

    @Override
    public boolean folds(CatalogObject object) {
        return true;
    }

    private static String alter(CatalogObject object, Sides sides) {
        // The defaults of those that follow are objects of their own.
        String only = sides.followers().isParent(object.name().owner(ObjectKind.TABLE)) ? "only " : "";
        return "alter table " + only + Sql.table(object.name()) + " alter column "
                + Sql.quote(object.name().name()) + " ";
    }
}
