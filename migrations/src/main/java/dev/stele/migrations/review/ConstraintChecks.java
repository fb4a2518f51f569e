package dev.stele.migrations.review;

import dev.stele.migrations.review.Constraint.Kind;
import dev.stele.migrations.review.Statement.Alter;
import dev.stele.migrations.review.Statement.CreateTable;
import java.util.List;

/** Rules about constraints of tables. */
final class ConstraintChecks implements Check {

    @Override
    public void look(Step step) {
        if (step.statement() instanceof Alter alter && alter.type() == ObjectType.TABLE) {
            for (Action action : alter.actions()) {
                switch (action.kind()) {
                    case ADD_CONSTRAINT -> added(step, alter.name(), action);
                    case VALIDATE_CONSTRAINT -> validated(step, alter.name(), action);
                    case DROP_CONSTRAINT -> dropped(step, alter.name(), action);
                    default -> {}
                }
            }
        } else if (step.statement() instanceof CreateTable table) {
            table.constraints().forEach(c -> unindexed(step, table.name(), c, c.columns()));
            table.columns()
                    .forEach(c -> c.constraints().forEach(k -> unindexed(step, table.name(), k, List.of(c.name()))));
        }
    }

    private static void added(Step step, Name table, Action action) {
        Constraint added = action.constraint();
        if (added == null) {
            return;
        }
        switch (added.kind()) {
            case PRIMARY_KEY, UNIQUE -> key(step, table, action, added);
            case EXCLUDE ->
                step.report(
                        Rule.ADD_EXCLUDE,
                        action,
                        table,
                        "the exclusion constraint stops reads and writes of " + Check.on(table)
                                + " while its index is built");
            case CHECK, NOT_NULL -> {
                if (added.isValid()) {
                    step.report(
                            Rule.ADD_CHECK,
                            action,
                            table,
                            constraint(added) + " stops reads and writes of " + Check.on(table)
                                    + " while every row is checked");
                }
            }
            default -> foreignKey(step, table, action, added);
        }
    }

    private static void key(Step step, Name table, Action action, Constraint key) {
        boolean primary = key.is(Kind.PRIMARY_KEY);
        String what = primary ? "the primary key" : constraint(key);
        if (key.index().isEmpty()) {
            step.report(
                    primary ? Rule.ADD_PRIMARY_KEY : Rule.ADD_UNIQUE,
                    action,
                    table,
                    what + " stops reads and writes of " + Check.on(table) + " while its index is built");
            if (!step.isFresh(table)) {
                step.report(
                        Rule.UNIQUE_OVER_EXISTING_ROWS,
                        action.offset(),
                        what + " fails if " + Check.on(table) + " has two rows alike");
            }
        }
        if (primary) {
            nullable(step, table, action, key);
        }
    }

    private static void nullable(Step step, Name table, Action action, Constraint key) {
        Table known = step.schema().find(table);
        Schema.Index used = step.schema().indexes().get(key.index());
        List<String> columns = used == null ? key.columns() : used.columns();
        if (known == null || !known.isComplete()) {
            // Nothing says that the columns are NOT NULL, and nothing says that they are not.
            return;
        }
        for (String column : columns) {
            if (!known.notNull().contains(column) && !known.provesNotNull(column)) {
                step.report(
                        Rule.PRIMARY_KEY_ON_NULLABLE,
                        action,
                        table,
                        "column \"" + column + "\" of " + Check.on(table)
                                + " may be null, so the primary key reads every row");
            }
        }
    }

    private static void foreignKey(Step step, Name table, Action action, Constraint key) {
        if (!key.is(Kind.FOREIGN_KEY)) {
            return;
        }
        Table known = step.schema().find(table);
        if (step.isFresh(table)) {
            // A new table has no rows to check; the other one is locked all the same.
            step.report(
                    Rule.CREATE_TABLE_LOCKS_REFERENCED,
                    action,
                    key.references(),
                    constraint(key) + " of the new " + Check.on(table) + " stops writes to "
                            + Check.on(key.references()) + " for a moment");
        } else if (key.isValid()) {
            step.report(
                    Rule.ADD_FOREIGN_KEY,
                    action,
                    table,
                    constraint(key) + " stops writes to " + Check.on(table) + " and to " + Check.on(key.references())
                            + " while every row is checked");
        }
        boolean partitioned = known != null && known.isPartitioned();
        if (!key.isValid() && partitioned && step.options().serverVersion() < 180000) {
            step.report(
                    Rule.NOT_VALID_ON_PARTITIONED,
                    action.offset(),
                    constraint(key) + " cannot be NOT VALID: " + Check.on(table)
                            + " is partitioned and the server is older than PostgreSQL 18");
        }
        unindexed(step, table, key, key.columns());
    }

    private static void unindexed(Step step, Name table, Constraint key, List<String> columns) {
        if (!key.is(Kind.FOREIGN_KEY) || step.outline().isIndexed(table, columns)) {
            return;
        }
        Table known = step.schema().find(table);
        boolean indexed = known != null
                && known.indexes().stream()
                        .map(i -> step.schema().indexes().get(i))
                        .anyMatch(i -> i != null && !i.partial() && startsWith(i.columns(), columns));
        boolean knownEnough = step.statement() instanceof CreateTable
                || step.options().isLive()
                || (known != null && known.isComplete());
        if (!indexed && knownEnough) {
            step.report(
                    Rule.FOREIGN_KEY_WITHOUT_INDEX,
                    "no index of " + Check.on(table) + " begins with ("
                            + String.join(", ", columns) + "), so a delete in \"" + key.references()
                            + "\" reads the whole table");
        }
    }

    private static boolean startsWith(List<String> index, List<String> columns) {
        return index.size() >= columns.size()
                && index.subList(0, columns.size()).containsAll(columns);
    }

    private static void validated(Step step, Name table, Action action) {
        if (step.run().inTransaction() && step.run().notValid().contains(table.key() + "." + action.name())) {
            step.report(
                    Rule.VALIDATE_IN_SAME_TRANSACTION,
                    action,
                    table,
                    "constraint \"" + action.name()
                            + "\" was added in this transaction, whose lock on " + Check.on(table)
                            + " is kept while every row is checked");
        }
    }

    private static void dropped(Step step, Name table, Action action) {
        Table known = step.schema().find(table);
        Constraint dropped = known == null ? null : known.constraints().get(action.name());
        boolean key = dropped != null
                ? dropped.is(Kind.FOREIGN_KEY)
                : action.name().endsWith("_fkey") || action.name().startsWith("fk");
        if (!key) {
            return;
        }
        String parent = dropped == null ? "the referenced table" : Check.on(dropped.references());
        step.report(
                Rule.DROP_FOREIGN_KEY,
                action,
                table,
                "dropping foreign key \"" + action.name() + "\" stops reads and writes of " + Check.on(table)
                        + " and of " + parent);
    }

    private static String constraint(Constraint constraint) {
        String kind =
                constraint.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return constraint.name().isEmpty()
                ? "the " + kind + " constraint"
                : kind + " constraint \"" + constraint.name() + "\"";
    }
}
