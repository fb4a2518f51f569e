package dev.stele.migrations.review;

import dev.stele.migrations.review.Constraint.Kind;
import dev.stele.migrations.review.Statement.Alter;
import dev.stele.migrations.review.Statement.Create;
import dev.stele.migrations.review.Statement.CreateTable;
import dev.stele.migrations.review.Statement.Drop;
import dev.stele.migrations.review.Statement.Flag;
import dev.stele.migrations.review.Statement.Maintain;
import dev.stele.migrations.review.Statement.Truncate;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rules about tables, schemas and databases as a whole. */
final class TableChecks implements Check {

    @Override
    public void look(Step step) {
        if (step.statement() instanceof CreateTable table) {
            created(step, table);
        } else if (step.statement() instanceof Create create) {
            raced(step, create);
        } else if (step.statement() instanceof Drop drop) {
            dropped(step, drop);
        } else if (step.statement() instanceof Alter alter) {
            alter.actions().forEach(a -> altered(step, alter, a));
        } else if (step.statement() instanceof Truncate truncate) {
            truncated(step, truncate);
        } else if (step.statement() instanceof Maintain maintain) {
            maintained(step, maintain);
        }
    }

    private static void created(Step step, CreateTable table) {
        if (table.columns().size() > step.options().maxColumns()) {
            step.report(
                    Rule.MANY_COLUMNS,
                    Check.on(table.name()) + " has " + table.columns().size() + " columns, more than "
                            + step.options().maxColumns());
        }
        if (table.has(Flag.IF_NOT_EXISTS) && !table.has(Flag.TEMPORARY)) {
            raced(step, Check.on(table.name()));
        }
        if (table.isPartition() && !step.isFresh(table.partitionOf())) {
            step.report(
                    Rule.CREATE_PARTITION_LOCKS_PARENT,
                    table.partitionOf(),
                    "making partition \"" + table.name() + "\" stops reads and writes of "
                            + Check.on(table.partitionOf()));
        }
        Map<String, Name> referenced = new LinkedHashMap<>();
        table.constraints().forEach(c -> references(c, referenced));
        table.columns().forEach(c -> c.constraints().forEach(k -> references(k, referenced)));
        referenced.remove(table.name().key());
        referenced
                .values()
                .forEach(r -> step.report(
                        Rule.CREATE_TABLE_LOCKS_REFERENCED,
                        r,
                        "making " + Check.on(table.name()) + ", which references \"" + r + "\", stops writes to "
                                + Check.on(r)));
        ColumnOrder.check(step, table);
    }

    private static void references(Constraint constraint, Map<String, Name> found) {
        if (constraint.is(Kind.FOREIGN_KEY)) {
            found.putIfAbsent(constraint.references().key(), constraint.references());
        }
    }

    private static void raced(Step step, Create create) {
        if (create.has(Flag.IF_NOT_EXISTS)
                && (create.type() == ObjectType.SCHEMA || create.type() == ObjectType.SEQUENCE)) {
            raced(step, create.type().words() + " \"" + create.name() + "\"");
        }
    }

    private static void raced(Step step, String what) {
        if (!step.options().timeoutsSet()) {
            step.report(
                    Rule.CREATE_IF_NOT_EXISTS_RACE,
                    "one of several programs that make " + what + " at once may fail, IF NOT EXISTS or not");
        }
    }

    private static void dropped(Step step, Drop drop) {
        switch (drop.type()) {
            case TABLE, FOREIGN_TABLE -> drop.names().forEach(name -> dropped(step, name));
            case SCHEMA ->
                drop.names()
                        .forEach(n -> step.report(
                                Rule.DROP_SCHEMA,
                                "schema \"" + n + "\" is dropped"
                                        + (drop.has(Flag.CASCADE) ? " with all that is in it" : "")));
            case DATABASE ->
                drop.names().forEach(n -> step.report(Rule.DROP_DATABASE, "database \"" + n + "\" is dropped"));
            case SEQUENCE ->
                drop.names()
                        .forEach(n -> step.report(
                                Rule.DROP_SEQUENCE,
                                "sequence \"" + n + "\" is dropped, and the last number it gave is lost"));
            default -> {}
        }
    }

    private static void dropped(Step step, Name name) {
        if (step.isFresh(name)) {
            return;
        }
        boolean replaced =
                step.outline().madeAfter(name.key(), step.parsed().raw().start());
        step.report(
                replaced ? Rule.REPLACE_TABLE : Rule.DROP_TABLE,
                Check.on(name) + (replaced ? " is dropped with its data and made anew" : " is dropped with its data"));
        Table table = step.schema().find(name);
        if (table != null) {
            table.foreignKeys().stream()
                    .map(Constraint::references)
                    .distinct()
                    .filter(r -> !r.key().equals(name.key()))
                    .forEach(r -> step.report(
                            Rule.DROP_LOCKS_REFERENCED,
                            r,
                            "dropping " + Check.on(name) + " with its foreign key stops reads and writes of "
                                    + Check.on(r)));
        }
    }

    private static void altered(Step step, Alter alter, Action action) {
        Name name = alter.name();
        switch (action.kind()) {
            case RENAME -> {
                if (alter.type() == ObjectType.SCHEMA) {
                    step.report(
                            Rule.RENAME_SCHEMA,
                            "schema \"" + name + "\" becomes \""
                                    + action.other().name() + "\", which the program that runs now does not know");
                } else if (alter.type() == ObjectType.TABLE || alter.type() == ObjectType.VIEW) {
                    renamed(step, name, action.other().name());
                }
            }
            case SET_SCHEMA -> {
                if (alter.type() == ObjectType.TABLE || alter.type() == ObjectType.VIEW) {
                    renamed(step, name, action.name() + "." + name.name());
                }
            }
            case SET_LOGGED, SET_UNLOGGED ->
                step.report(
                        Rule.SET_LOGGED,
                        action,
                        name,
                        Check.on(name) + " is rewritten while reads and writes of it stop");
            case REPLICA_IDENTITY ->
                step.report(
                        Rule.CHANGE_REPLICA_IDENTITY,
                        action,
                        name,
                        "replicas of " + Check.on(name) + " see other rows, and reads and writes stop for a moment");
            default -> {}
        }
    }

    private static void renamed(Step step, Name name, String to) {
        boolean viewFollows =
                step.outline().madeAfter(name.key(), step.parsed().raw().start());
        if (!step.isFresh(name) && !viewFollows) {
            step.report(
                    Rule.RENAME_TABLE,
                    Check.on(name) + " becomes \"" + to + "\", which the program that runs now does not know");
        }
    }

    private static void truncated(Step step, Truncate truncate) {
        for (Name table : truncate.tables()) {
            if (!step.isFresh(table)) {
                step.report(
                        Rule.TRUNCATE,
                        Check.on(table) + " is emptied"
                                + (truncate.has(Flag.CASCADE) ? ", and every table that references it" : ""));
            }
        }
    }

    private static void maintained(Step step, Maintain maintain) {
        boolean rewrites = maintain.verb().equals("cluster") || maintain.has(Flag.FULL);
        if (!rewrites) {
            return;
        }
        if (maintain.names().isEmpty()) {
            step.report(Rule.VACUUM_FULL, "every table is written anew while reads and writes of it stop");
        }
        maintain.names()
                .forEach(n -> step.report(
                        Rule.VACUUM_FULL, n, Check.on(n) + " is written anew while reads and writes of it stop"));
    }
}
