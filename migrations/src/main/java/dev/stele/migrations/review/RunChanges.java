package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.Alter;
import dev.stele.migrations.review.Statement.Flag;
import dev.stele.migrations.review.Statement.Setting;
import dev.stele.migrations.review.Statement.Transaction;
import dev.stele.migrations.review.Statement.Write;
import java.util.Map;

/** Keeps the transaction up with the statements. */
final class RunChanges {

    private RunChanges() {}

    static void apply(Step step, int line) {
        Run run = step.run();
        if (step.statement() instanceof Transaction transaction) {
            transaction(step, transaction);
        } else if (step.statement() instanceof Setting setting) {
            run.set(setting.name(), setting.value(), setting.has(Flag.LOCAL));
        } else if (step.statement() instanceof Write write && run.inTransaction()) {
            write.columns().forEach(c -> run.filled().add(write.table().key() + "." + c));
        } else if (step.statement() instanceof Alter alter) {
            alter(run, alter, step, line);
        } else if (step.statement() instanceof Statement.Drop drop && drop.has(Flag.IF_EXISTS)) {
            drop.names().forEach(n -> run.dropped().add(n.name()));
        }
        if (run.inTransaction() && isAboutTables(step.statement())) {
            for (Map.Entry<String, LockMode> lock : step.effect().locks().entrySet()) {
                if (!step.isFresh(new Name("", lock.getKey(), 0))) {
                    run.held().merge(lock.getKey(), lock.getValue(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
                }
            }
        }
    }

    /** Nobody waits long for a sequence or a view. */
    private static boolean isAboutTables(Statement statement) {
        ObjectType type = statement instanceof Statement.Drop drop
                ? drop.type()
                : statement instanceof Alter alter ? alter.type() : ObjectType.TABLE;
        return type != ObjectType.SEQUENCE && type != ObjectType.VIEW;
    }

    private static void transaction(Step step, Transaction transaction) {
        switch (transaction.verb()) {
            case "begin" -> step.run().begin(step.parsed().raw().start());
            case "commit", "rollback" -> {
                step.run().end();
                step.schema().transactionEnded();
            }
            default -> {}
        }
    }

    private static void alter(Run run, Alter alter, Step step, int line) {
        if (alter.type() == ObjectType.TABLE && TransactionChecks.isCombinable(alter)) {
            run.alters().put(alter.name().key(), line);
        }
        for (Action action : alter.actions()) {
            Constraint added = action.constraint();
            if (added != null && !added.isValid()) {
                run.notValid().add(alter.name().key() + "." + added.name());
            }
            boolean fresh = step.schema().freshTypes().contains(alter.name().name());
            if (action.is(ActionKind.ADD_VALUE) && !fresh) {
                run.enumValues().put(action.name(), alter.name().toString());
            }
        }
    }
}
