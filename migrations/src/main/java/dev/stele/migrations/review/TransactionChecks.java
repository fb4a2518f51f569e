package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.Alter;
import dev.stele.migrations.review.Statement.CreateIndex;
import dev.stele.migrations.review.Statement.Flag;
import dev.stele.migrations.review.Statement.Maintain;
import dev.stele.migrations.review.Statement.Setting;
import dev.stele.migrations.review.Statement.Transaction;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

/** Rules about transactions and how long their locks last. */
final class TransactionChecks implements Check {
    private static final Set<ActionKind> NEVER_COMBINED = Set.of(
            ActionKind.RENAME,
            ActionKind.RENAME_COLUMN,
            ActionKind.RENAME_CONSTRAINT,
            ActionKind.VALIDATE_CONSTRAINT,
            ActionKind.SET_SCHEMA,
            ActionKind.ATTACH_PARTITION,
            ActionKind.DETACH_PARTITION);

    @Override
    public void look(Step step) {
        if (step.statement() instanceof Transaction transaction) {
            nested(step, transaction);
            return;
        }
        if (step.statement() instanceof Setting) {
            return;
        }
        String alone = Alone.why(step.statement());
        if (!alone.isEmpty()) {
            alone(step, alone);
        }
        timeouts(step);
        held(step);
        combine(step);
    }

    private static void nested(Step step, Transaction transaction) {
        if (step.unit().mode() != Unit.Mode.AUTOCOMMIT && !transaction.verb().equals("savepoint")) {
            step.report(
                    Rule.NESTED_TRANSACTION,
                    transaction.verb().toUpperCase(java.util.Locale.ROOT)
                            + " stands inside the transaction that runs the "
                            + (step.unit().name().isEmpty() ? "file" : "changeset"));
        }
    }

    private static void alone(Step step, String what) {
        if (step.run().inTransaction()) {
            step.report(
                    Rule.CONCURRENTLY_IN_TRANSACTION,
                    what + " cannot run inside a transaction"
                            + (step.run().mode() == Unit.Mode.ONE_MESSAGE
                                    ? "; with splitStatements:false all statements are sent at once, which is one"
                                    : ""));
        }
        if (Alone.isConcurrently(step.statement()) && step.run().isLimited("lock_timeout")) {
            step.report(
                    Rule.CONCURRENTLY_UNDER_LOCK_TIMEOUT,
                    what + " waits for other transactions, which lock_timeout = "
                            + step.run().setting("lock_timeout") + " may end half way");
        }
        repeatable(step, what);
    }

    private static void repeatable(Step step, String what) {
        boolean guarded = !(step.statement() instanceof CreateIndex index)
                || index.has(Flag.IF_NOT_EXISTS)
                || step.run().dropped().contains(index.name());
        boolean dropped = step.statement() instanceof Statement.Drop drop && !drop.has(Flag.IF_EXISTS);
        boolean guaranteed = step.options().timeoutsSet();
        if (!guaranteed && !step.run().inTransaction() && (!guarded || dropped)) {
            step.report(Rule.NOT_REPEATABLE, what + " cannot be run again after a failure that left it half done");
        }
    }

    private static void timeouts(Step step) {
        if (step.options().timeoutsSet() || step.effect().locks().isEmpty()) {
            return;
        }
        String table = worst(step);
        if (table.isEmpty()) {
            return;
        }
        if (!step.run().isLimited("lock_timeout") && step.run().warned().add("lock " + table)) {
            LockMode mode = step.effect().locks().getOrDefault(table, LockMode.ACCESS_EXCLUSIVE);
            step.report(
                    Rule.NO_LOCK_TIMEOUT,
                    new Name("", table, 0),
                    mode.sql() + " on \"" + table
                            + "\" is waited for without lock_timeout, and all that comes later waits behind it");
        }
        if (!step.run().isLimited("statement_timeout") && step.run().warned().add("statement")) {
            step.report(Rule.NO_STATEMENT_TIMEOUT, "nothing ends this statement if it takes too long");
        }
    }

    /** The table whose lock hurts most, of those that others may use; "" where no lock stops writes. */
    private static String worst(Step step) {
        return step.effect().locks().entrySet().stream()
                .filter(e -> e.getValue().blocksWrites())
                .filter(e -> !step.isFresh(new Name("", e.getKey(), 0)))
                .max(Map.Entry.<String, LockMode>comparingByValue()
                        .thenComparing(e -> step.rows(e.getKey()))
                        .thenComparing(e -> e.getKey(), Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private static void held(Step step) {
        if (!step.run().inTransaction()) {
            return;
        }
        for (Map.Entry<String, LockMode> held : step.run().held().entrySet()) {
            if (held.getValue() != LockMode.ACCESS_EXCLUSIVE) {
                continue;
            }
            if (step.run().warned().add("held " + held.getKey())) {
                step.report(
                        Rule.STATEMENTS_UNDER_LOCK,
                        new Name("", held.getKey(), 0),
                        "table \"" + held.getKey()
                                + "\" is locked by a statement before, and stays so until this one is done too");
            }
            for (String worked : step.effect().scans()) {
                boolean other = !worked.equals(held.getKey()) && !step.isFresh(new Name("", worked, 0));
                if (other && step.run().warned().add("work " + worked)) {
                    step.report(
                            Rule.REWRITE_UNDER_LOCKS,
                            new Name("", held.getKey(), 0),
                            "every row of table \"" + worked + "\" is read or written while table \"" + held.getKey()
                                    + "\" is locked");
                }
            }
        }
    }

    private static void combine(Step step) {
        if (!(step.statement() instanceof Alter alter) || alter.type() != ObjectType.TABLE) {
            return;
        }
        boolean combinable = alter.actions().stream().noneMatch(a -> NEVER_COMBINED.contains(a.kind()));
        Integer before = step.run().alters().get(alter.name().key());
        if (combinable && step.run().inTransaction() && before != null && !step.isFresh(alter.name())) {
            step.report(
                    Rule.COMBINE_ALTERS,
                    "table \"" + alter.name() + "\" is altered on line " + before
                            + " already, in the same transaction");
        }
    }

    static boolean isCombinable(Alter alter) {
        return alter.actions().stream().noneMatch(a -> NEVER_COMBINED.contains(a.kind()));
    }

    /** What can only run outside a transaction. */
    static final class Alone {
        private Alone() {}

        static boolean isConcurrently(Statement statement) {
            if (statement instanceof Maintain maintain && maintain.verb().equals("refresh")) {
                return false;
            }
            return statement.has(Flag.CONCURRENTLY)
                    || (statement instanceof Alter alter
                            && alter.actions().stream().anyMatch(a -> a.flags().contains(Action.Flag.CONCURRENTLY)));
        }

        /** Its name in words, "" where it can run anywhere. */
        static String why(Statement statement) {
            if (isConcurrently(statement)) {
                return statement instanceof CreateIndex
                        ? "CREATE INDEX CONCURRENTLY"
                        : statement instanceof Statement.Drop
                                ? "DROP INDEX CONCURRENTLY"
                                : statement instanceof Maintain
                                        ? "REINDEX CONCURRENTLY"
                                        : "DETACH PARTITION CONCURRENTLY";
            }
            if (statement instanceof Maintain maintain && maintain.verb().equals("vacuum")) {
                return "VACUUM";
            }
            if (statement instanceof Statement.Create create && create.type() == ObjectType.DATABASE) {
                return "CREATE DATABASE";
            }
            if (statement instanceof Statement.Drop drop && drop.type() == ObjectType.DATABASE) {
                return "DROP DATABASE";
            }
            return statement instanceof Statement.Other other && other.verb().equals("alter system")
                    ? "ALTER SYSTEM"
                    : "";
        }
    }
}
