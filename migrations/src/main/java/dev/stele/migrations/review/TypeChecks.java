package dev.stele.migrations.review;

import dev.stele.migrations.review.Constraint.Kind;
import dev.stele.migrations.review.Statement.Alter;
import dev.stele.migrations.review.Statement.Create;
import dev.stele.migrations.review.Statement.CreateTable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules about types: of columns, enums, domains. */
final class TypeChecks implements Check {
    private static final Map<String, Rule> KEYS = Map.of(
            "int4",
            Rule.INT_PRIMARY_KEY,
            "serial",
            Rule.INT_PRIMARY_KEY,
            "int2",
            Rule.SMALLINT_PRIMARY_KEY,
            "smallserial",
            Rule.SMALLINT_PRIMARY_KEY);
    private static final Set<String> TIMES = Set.of("timestamp");

    @Override
    public void look(Step step) {
        if (step.statement() instanceof CreateTable table) {
            table.columns().forEach(c -> column(step, table.name(), c));
            table.columns().forEach(c -> key(step, table, c));
        } else if (step.statement() instanceof Alter alter) {
            alter.actions().forEach(a -> action(step, alter, a));
        } else if (step.statement() instanceof Create create) {
            created(step, create);
        }
    }

    private static void action(Step step, Alter alter, Action action) {
        Column column = action.column();
        if (column != null) {
            column(step, alter.name(), column);
        }
        if (alter.type() == ObjectType.TYPE
                && action.is(ActionKind.ADD_VALUE)
                && !action.flags().contains(Action.Flag.POSITIONED)) {
            step.report(
                    Rule.ENUM_VALUE_POSITION,
                    "value '" + action.name() + "' of type \"" + alter.name() + "\" sorts after all others");
        } else if (action.is(ActionKind.RENAME_VALUE)) {
            step.report(
                    Rule.RENAME_ENUM_VALUE,
                    "value '" + action.name() + "' of type \"" + alter.name()
                            + "\" is renamed, which the program that runs now does not know");
        } else if (alter.type() == ObjectType.DOMAIN) {
            domain(step, alter, action);
        }
    }

    private static void domain(Step step, Alter alter, Action action) {
        Constraint added = action.constraint();
        boolean reads = action.is(ActionKind.SET_NOT_NULL) || (added != null && added.isValid());
        if (reads) {
            step.report(
                    Rule.ALTER_DOMAIN_CHECK,
                    "every table with a column of domain \"" + alter.name() + "\" is read while writes to it stop");
        }
    }

    private static void created(Step step, Create create) {
        if (create.type() == ObjectType.TYPE && create.has(Statement.Flag.ENUM)) {
            step.report(
                    Rule.CREATE_ENUM, "values of enum type \"" + create.name() + "\" can be added but never removed");
        } else if (create.type() == ObjectType.DOMAIN && !create.constraints().isEmpty()) {
            step.report(
                    Rule.DOMAIN_WITH_CHECK,
                    "changing the constraint of domain \"" + create.name() + "\" later reads every table that uses it");
        }
    }

    private static void column(Step step, Name table, Column column) {
        String name = "column \"" + table + "." + column.name() + "\"";
        String type = column.type().name();
        if (type.equals("json")) {
            step.report(Rule.JSON_COLUMN, column.offset(), name + " is json, which has no equality");
        } else if (type.equals("char") && !column.type().array()) {
            step.report(
                    Rule.CHAR_COLUMN, column.offset(), name + " is " + column.type() + ", which is padded with blanks");
        } else if (type.equals("varchar") && !column.type().modifiers().isEmpty()) {
            step.report(
                    Rule.VARCHAR_COLUMN,
                    column.offset(),
                    name + " is " + column.type() + ", whose limit is costly to lower");
        } else if (ColumnEffects.isSerial(column)) {
            step.report(Rule.SERIAL_COLUMN, column.offset(), name + " is " + type + ", an identity of the old kind");
        } else if (TIMES.contains(type)) {
            step.report(Rule.TIMESTAMP_COLUMN, column.offset(), name + " is timestamp, which loses the time zone");
        }
    }

    private static void key(Step step, CreateTable table, Column column) {
        Rule rule = KEYS.get(column.type().name());
        boolean key = column.has(Kind.PRIMARY_KEY)
                || table.constraints().stream()
                        .anyMatch(c -> c.is(Kind.PRIMARY_KEY) && c.columns().equals(List.of(column.name())));
        if (rule != null && key && !column.type().array()) {
            String end = rule == Rule.INT_PRIMARY_KEY ? "2147483647" : "32767";
            step.report(
                    rule,
                    column.offset(),
                    "primary key \"" + table.name() + "." + column.name() + "\" is " + column.type()
                            + ", which ends at " + end);
        }
    }

    /** ALTER COLUMN … TYPE. */
    static void changed(Step step, Name table, Action action) {
        if (step.isFresh(table)) {
            return;
        }
        Table known = step.schema().find(table);
        TypeName from = known == null ? null : known.columns().get(action.name());
        String name = "column \"" + table + "." + action.name() + "\"";
        boolean rewritten = step.effect().rewrites().contains(table.key())
                || (known != null
                        && known.isPartitioned()
                        && !step.effect().rewrites().isEmpty());
        if (rewritten) {
            step.report(
                    Rule.TYPE_REWRITE,
                    action,
                    table,
                    name
                            + (from == null
                                    ? " becomes " + action.type()
                                            + ", which rewrites the table unless the types are alike"
                                    : " changes from " + from + " to " + action.type() + ", which rewrites the table"));
        }
        if (known != null && known.constraints().values().stream().anyMatch(c -> isCheckOf(c, action.name()))) {
            step.report(
                    Rule.TYPE_CHANGE_UNDER_CHECK,
                    action,
                    table,
                    name + " has a check, which is made anew for every row");
        }
        if (!step.outline().analyzedAfter(table, action.offset())) {
            step.report(Rule.STATISTICS_LOST, action.offset(), name + " loses its statistics until the next ANALYZE");
        }
    }

    private static boolean isCheckOf(Constraint constraint, String column) {
        return constraint.is(Kind.CHECK)
                && (constraint.columns().contains(column)
                        || constraint.expression().tokens().stream()
                                .anyMatch(t -> t.isName() && t.text().equals(column)));
    }
}
