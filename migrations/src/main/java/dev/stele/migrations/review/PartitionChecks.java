package dev.stele.migrations.review;

import dev.stele.migrations.review.Action.Flag;
import dev.stele.migrations.review.Statement.Alter;
import java.util.Set;

/** Rules about partitioned tables. */
final class PartitionChecks implements Check {
    private static final Set<ActionKind> GOES_DOWN =
            Set.of(ActionKind.ADD_COLUMN, ActionKind.ADD_CONSTRAINT, ActionKind.SET_NOT_NULL, ActionKind.ALTER_TYPE);

    @Override
    public void look(Step step) {
        if (step.statement() instanceof Alter alter && alter.type() == ObjectType.TABLE) {
            alter.actions().forEach(a -> action(step, alter, a));
        }
    }

    private static void action(Step step, Alter alter, Action action) {
        Name table = alter.name();
        if (action.is(ActionKind.DETACH_PARTITION)
                && !action.flags().contains(Flag.CONCURRENTLY)
                && !action.flags().contains(Flag.FINALIZE)) {
            step.report(
                    Rule.DETACH_PARTITION,
                    action,
                    table,
                    "detaching partition \"" + action.other() + "\" stops reads and writes of it and of "
                            + Check.on(table));
        }
        Table known = step.schema().find(table);
        if (known != null
                && known.isPartitioned()
                && GOES_DOWN.contains(action.kind())
                && !alter.has(Statement.Flag.ONLY)) {
            step.report(
                    Rule.CHANGE_PARTITIONED_PARENT,
                    action,
                    table,
                    "the change of " + Check.on(table) + " locks all its partitions at once");
        }
    }
}
