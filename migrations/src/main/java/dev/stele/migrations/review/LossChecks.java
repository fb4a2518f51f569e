package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.Alter;
import dev.stele.migrations.review.Statement.Create;
import dev.stele.migrations.review.Statement.Drop;
import dev.stele.migrations.review.Statement.Flag;
import dev.stele.migrations.review.Statement.Lock;
import dev.stele.migrations.review.Statement.Maintain;
import dev.stele.migrations.review.Statement.Other;
import java.util.List;

/** Rules about what goes along unnamed, and about statements that no other rule speaks of. */
final class LossChecks implements Check {

    @Override
    public void look(Step step) {
        if (step.statement() instanceof Drop drop) {
            dropped(step, drop);
        } else if (step.statement() instanceof Alter alter) {
            alter.actions().forEach(a -> altered(step, alter, a));
            attributes(step, alter);
        } else if (step.statement() instanceof Create create && create.type() == ObjectType.RULE) {
            step.report(
                    Rule.NOT_ANALYSABLE,
                    "rule \"" + create.name() + "\" decides what is done instead of, or beside, what is asked of "
                            + Check.on(create.on()));
        } else if (step.statement() instanceof Lock lock && lock.mode().blocksWrites()) {
            lock.tables()
                    .forEach(t -> step.report(
                            Rule.SURPRISING_LOCK,
                            t,
                            "LOCK TABLE keeps others from " + Check.on(t) + " until the transaction ends"));
        } else if (step.statement() instanceof Maintain maintain) {
            refreshed(step, maintain);
        } else if (step.statement() instanceof Other other) {
            other(step, other);
        }
    }

    private static void dropped(Step step, Drop drop) {
        List<Token> tokens = step.tokens();
        String what = drop.type() == ObjectType.OTHER
                ? tokens.get(1).text()
                : drop.type().words()
                        + (drop.names().isEmpty() ? "" : " \"" + drop.names().get(0) + "\"");
        boolean cascade = tokens.size() > 3 && tokens.get(tokens.size() - 1).isWord("cascade");
        switch (drop.type()) {
            case TYPE, DOMAIN, EXTENSION, FUNCTION, PROCEDURE, AGGREGATE, OTHER -> {
                if (cascade) {
                    step.report(
                            Rule.DROP_COLUMN,
                            what + " is dropped with CASCADE, and with it whatever depends on it: columns or tables"
                                    + " with their data, views, defaults");
                }
            }
            case VIEW, MATERIALIZED_VIEW -> drop.names().forEach(n -> view(step, drop, n, cascade));
            case INDEX, SEQUENCE -> {
                if (cascade) {
                    step.report(
                            Rule.NOT_ANALYSABLE,
                            what + " is dropped with CASCADE; what depends on it cannot be seen from here");
                }
            }
            default -> {}
        }
    }

    private static void view(Step step, Drop drop, Name name, boolean cascade) {
        boolean again = step.outline().madeAfter(name.key(), step.parsed().raw().start());
        if (cascade || (!again && !step.isFresh(name))) {
            step.report(
                    Rule.NOT_ANALYSABLE,
                    drop.type().words() + " \"" + name + "\" is dropped"
                            + (cascade
                                    ? " with CASCADE; what depends on it cannot be seen from here"
                                    : "; who reads it cannot be seen from here"));
        }
    }

    private static void altered(Step step, Alter alter, Action action) {
        Name name = alter.name();
        String what = alter.type().words() + " \"" + name + "\"";
        switch (action.kind()) {
            case DROP_COLUMN -> {
                if (alter.type() == ObjectType.FOREIGN_TABLE) {
                    step.report(
                            Rule.DROP_COLUMN,
                            action.offset(),
                            "column \"" + name + "." + action.name() + "\" is dropped");
                }
            }
            case SET_TABLESPACE, SET_ACCESS_METHOD ->
                step.report(
                        Rule.VACUUM_FULL, action, name, what + " is written anew while reads and writes of it stop");
            case DROP_CONSTRAINT -> {
                if (action.flags().contains(Action.Flag.CASCADE)) {
                    step.report(
                            Rule.NOT_ANALYSABLE,
                            action.offset(),
                            "constraint \"" + action.name() + "\" is dropped with CASCADE; the foreign keys that need"
                                    + " it cannot be seen from here");
                }
            }
            case SET_TRIGGER, SET_RULE -> {
                if (action.name().equals("disable")) {
                    step.report(
                            Rule.NOT_ANALYSABLE,
                            action.offset(),
                            "what is switched off on " + what + " no longer guards its rows, foreign keys included");
                }
            }
            case ATTACH_PARTITION -> attached(step, name, action);
            default -> {}
        }
    }

    private static void attached(Step step, Name parent, Action action) {
        Table known = step.schema().find(action.other());
        boolean checked = known != null
                && known.constraints().values().stream().anyMatch(c -> c.is(Constraint.Kind.CHECK) && c.isValid());
        boolean fresh = known != null && known.isFresh();
        if (!checked && !fresh && !step.readNothing() && !action.other().name().isEmpty()) {
            step.report(
                    Rule.NOT_ANALYSABLE,
                    action.offset(),
                    "attaching \"" + action.other() + "\" to " + Check.on(parent)
                            + " reads all its rows while they are locked, unless a validated check proves its bounds");
        }
    }

    /** Attributes of a composite type are read no further than this. */
    private static void attributes(Step step, Alter alter) {
        List<Token> tokens = step.tokens();
        for (int i = 2; alter.type() == ObjectType.TYPE && i + 1 < tokens.size(); i++) {
            if (tokens.get(i + 1).isWord("attribute")) {
                String what = "an attribute of type \"" + alter.name() + "\" ";
                if (tokens.get(i).isWord("drop")) {
                    step.report(Rule.DROP_COLUMN, tokens.get(i).start(), what + "is dropped with its data");
                } else if (tokens.get(i).isWord("alter")) {
                    step.report(
                            Rule.TYPE_REWRITE,
                            tokens.get(i).start(),
                            what + "changes its type, which rewrites every table of that type");
                }
            }
        }
    }

    private static void refreshed(Step step, Maintain maintain) {
        if (maintain.verb().equals("refresh") && !maintain.has(Flag.CONCURRENTLY)) {
            maintain.names()
                    .forEach(n -> step.report(
                            Rule.VACUUM_FULL,
                            n,
                            "materialized view \"" + n
                                    + "\" is written anew while reads of it stop, as CONCURRENTLY would not"));
        }
    }

    private static void other(Step step, Other other) {
        switch (other.verb()) {
            case "drop owned" ->
                step.report(
                        Rule.DROP_TABLE,
                        "DROP OWNED drops all that the role owns, tables with their data"
                                + (step.tokens().get(step.tokens().size() - 1).isWord("cascade")
                                        ? ", and with CASCADE what depends on it"
                                        : ""));
            case "alter all in tablespace" ->
                step.report(
                        Rule.VACUUM_FULL, "all that is in the tablespace is copied while reads and writes of it stop");
            case "lock" -> step.report(Rule.NOT_ANALYSABLE, "the mode of LOCK TABLE is not known");
            default -> {}
        }
    }
}
