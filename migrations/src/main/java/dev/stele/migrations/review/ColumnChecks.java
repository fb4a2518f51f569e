package dev.stele.migrations.review;

import dev.stele.migrations.review.Constraint.Kind;
import dev.stele.migrations.review.Statement.Alter;

/** Rules about columns of tables that have rows. */
final class ColumnChecks implements Check {

    @Override
    public void look(Step step) {
        if (step.statement() instanceof Alter alter && alter.type() == ObjectType.TABLE) {
            alter.actions().forEach(action -> action(step, alter, action));
        }
    }

    private static void action(Step step, Alter alter, Action action) {
        Name table = alter.name();
        switch (action.kind()) {
            case ADD_COLUMN -> {
                Column column = action.column();
                if (column != null) {
                    added(step, table, action, column);
                }
            }
            case SET_EXPRESSION ->
                step.report(
                        Rule.ADD_STORED_COLUMN,
                        action,
                        table,
                        column(action, table) + " is computed anew, so the table is rewritten");
            case SET_NOT_NULL -> notNull(step, table, action);
            case DROP_NOT_NULL -> {
                if (!step.isFresh(table)) {
                    step.report(
                            Rule.DROP_NOT_NULL, action.offset(), column(action, table) + " may be null from now on");
                }
            }
            case SET_DEFAULT, DROP_DEFAULT -> {
                if (!step.isFresh(table)) {
                    step.report(Rule.CHANGE_DEFAULT, action.offset(), column(action, table) + " gets another default");
                }
            }
            case DROP_COLUMN -> dropped(step, table, action);
            case RENAME_COLUMN -> {
                if (!step.isFresh(table)) {
                    step.report(
                            Rule.RENAME_COLUMN,
                            action.offset(),
                            column(action, table) + " becomes \""
                                    + action.other().name() + "\", which the program that runs now does not know");
                }
            }
            case ALTER_TYPE -> TypeChecks.changed(step, table, action);
            default -> {}
        }
    }

    private static void added(Step step, Name table, Action action, Column column) {
        String name = column(action, table);
        boolean serial = ColumnEffects.isSerial(column);
        Expression value = column.defaultValue();
        boolean filled = serial || column.has(Kind.IDENTITY) || column.has(Kind.GENERATED) || !value.isEmpty();
        if ((column.has(Kind.NOT_NULL) || column.has(Kind.PRIMARY_KEY))
                && (!filled || value.isNull())
                && !step.isFresh(table)) {
            step.report(
                    Rule.ADD_REQUIRED_COLUMN,
                    action.offset(),
                    name + " is NOT NULL without a default, which fails if there are rows");
        }
        if (!step.keptRows()) {
            rewritten(step, table, action, column);
        }
        for (Constraint constraint : column.constraints()) {
            constraint(step, table, action, constraint);
        }
    }

    private static void rewritten(Step step, Name table, Action action, Column column) {
        String name = column(action, table);
        if (ColumnEffects.isSerial(column)) {
            step.report(
                    Rule.ADD_SERIAL_COLUMN,
                    action,
                    table,
                    name + " is " + column.type() + ", so every row gets a number and the table is rewritten");
        } else if (column.has(Kind.IDENTITY)) {
            step.report(
                    Rule.ADD_IDENTITY_COLUMN,
                    action,
                    table,
                    name + " is an identity, so every row gets a number and the table is rewritten");
        } else if (ColumnEffects.isStored(column)) {
            step.report(
                    Rule.ADD_STORED_COLUMN,
                    action,
                    table,
                    name + " is generated and stored, so the table is rewritten");
        } else if (Volatility.isPerRow(column.defaultValue())) {
            step.report(
                    Rule.VOLATILE_DEFAULT,
                    action,
                    table,
                    name + " has a default that differs from row to row ("
                            + String.join(", ", column.defaultValue().calls()) + "), so the table is rewritten");
        } else if (Volatility.isUnknown(column.defaultValue())) {
            step.report(
                    Rule.VOLATILE_DEFAULT,
                    action,
                    table,
                    name + " has a default that calls "
                            + String.join(", ", column.defaultValue().calls())
                            + "; unless that is declared stable, the table is rewritten");
        }
    }

    private static void constraint(Step step, Name table, Action action, Constraint constraint) {
        String name = column(action, table);
        switch (constraint.kind()) {
            case FOREIGN_KEY ->
                step.report(
                        Rule.ADD_COLUMN_WITH_REFERENCE,
                        action,
                        table,
                        name + " stops writes to " + Check.on(constraint.references())
                                + " too, while it is added with its foreign key");
            case CHECK ->
                step.report(
                        Rule.ADD_CHECK,
                        action,
                        table,
                        name + " comes with a check, so every row is read while reads and writes stop");
            case UNIQUE ->
                step.report(
                        Rule.ADD_UNIQUE,
                        action,
                        table,
                        name + " is unique, so its index is built while reads and writes stop");
            case PRIMARY_KEY ->
                step.report(
                        Rule.ADD_PRIMARY_KEY,
                        action,
                        table,
                        name + " is the primary key, so its index is built while reads and writes stop");
            default -> {}
        }
    }

    private static void notNull(Step step, Name table, Action action) {
        Table known = step.schema().find(table);
        boolean proven = known != null
                && (known.provesNotNull(action.name()) || known.notNull().contains(action.name()));
        if (proven || step.readNothing()) {
            return;
        }
        step.report(
                Rule.SET_NOT_NULL,
                action,
                table,
                "every row of " + Check.on(table) + " is read to see that \"" + action.name()
                        + "\" is never null, while reads and writes stop");
        if (step.run().filled().contains(table.key() + "." + action.name())) {
            step.report(
                    Rule.BACKFILL_BEFORE_NOT_NULL,
                    action,
                    table,
                    column(action, table) + " was filled at one stroke in this transaction, and is now made NOT NULL");
        }
    }

    private static void dropped(Step step, Name table, Action action) {
        if (step.isFresh(table)) {
            return;
        }
        step.report(Rule.DROP_COLUMN, action.offset(), column(action, table) + " is dropped with its data");
        Table known = step.schema().find(table);
        if (known != null) {
            known.foreignKeys().stream()
                    .filter(c -> c.columns().contains(action.name()))
                    .forEach(c -> step.report(
                            Rule.DROP_LOCKS_REFERENCED,
                            action,
                            c.references(),
                            "dropping " + column(action, table) + " with its foreign key stops reads and writes of "
                                    + Check.on(c.references())));
        }
    }

    private static String column(Action action, Name table) {
        return "column \"" + table + "." + action.name() + "\"";
    }
}
