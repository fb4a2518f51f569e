package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import java.util.List;

/**
 * Writes that a table is a partition of another.
 *
 * <p>A new partition is made as a table of its own and then attached, which does not lock out the readers of the
 * others.
 */
final class PartitionWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        throw new IllegalStateException("that a table is a partition has neither comment nor owner");
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        return List.of(Step.of("alter table " + object.name().name() + " attach partition " + Sql.table(object.name())
                + " " + bound(object)));
    }

    private static String bound(CatalogObject object) {
        String bound = object.text("bound");
        return bound.equals("DEFAULT") ? "default" : bound.replaceFirst("^FOR VALUES", "for values");
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        Step step = Step.of("alter table " + object.name().name() + " detach partition " + Sql.table(object.name()));
        boolean parentStays = object.uses().stream()
                .filter(used -> used.kind() == ObjectKind.TABLE)
                .filter(used -> !used.equals(object.name().owner(ObjectKind.TABLE)))
                .anyMatch(parent -> sides.to().find(parent).isPresent());
        if (!parentStays) {
            return NotNull.leaving(step, object, sides);
        }
        boolean returns = sides.to().find(object.name()).isPresent();
        Step losing = step.losing(
                        "its rows leave table " + object.name().name() + (returns ? " until it is attached again" : ""))
                .checking(new PreCheck(
                        object.name().owner(ObjectKind.TABLE) + " is to leave table "
                                + object.name().name() + " but holds rows",
                        "select exists (select from " + Sql.table(object.name()) + ")"));
        return NotNull.leaving(losing, object, sides);
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        return Alteration.recreate();
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Way way, Sides sides) {
        return used.kind() == ObjectKind.TABLE && way != Way.RETYPE ? Effect.RECREATE : Effect.NONE;
    }
}
