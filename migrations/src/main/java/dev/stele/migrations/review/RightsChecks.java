package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.Alter;
import dev.stele.migrations.review.Statement.Comment;
import dev.stele.migrations.review.Statement.Create;
import dev.stele.migrations.review.Statement.Drop;
import dev.stele.migrations.review.Statement.Grant;

/** Rules about rights, extensions and functions, and about small changes under surprising locks. */
final class RightsChecks implements Check {

    @Override
    public void look(Step step) {
        if (step.statement() instanceof Grant grant) {
            String verb = grant.verb().toUpperCase(java.util.Locale.ROOT);
            step.report(
                    Rule.RIGHTS_CHANGED,
                    grant.names().isEmpty()
                            ? verb + " changes rights"
                            : verb + " changes the rights on \"" + grant.names().get(0) + "\"");
        } else if (step.statement() instanceof Create create) {
            created(step, create);
        } else if (step.statement() instanceof Alter alter) {
            altered(step, alter);
        } else if (step.statement() instanceof Drop drop) {
            dropped(step, drop);
        } else if (step.statement() instanceof Comment comment
                && !comment.name().name().isEmpty()) {
            commented(step, comment);
        }
    }

    private static void created(Step step, Create create) {
        String what = create.type().words() + " \"" + create.name() + "\"";
        switch (create.type()) {
            case POLICY -> {
                step.report(Rule.RIGHTS_CHANGED, what + " decides who sees which rows of " + Check.on(create.on()));
                step.report(
                        Rule.SURPRISING_LOCK,
                        create.on(),
                        "creating " + what + " stops reads and writes of " + Check.on(create.on()));
            }
            case TRIGGER ->
                step.report(
                        Rule.SURPRISING_LOCK,
                        create.on(),
                        "creating " + what + " stops writes to " + Check.on(create.on()));
            case ROLE -> step.report(Rule.RIGHTS_CHANGED, what + " is created");
            case FUNCTION, PROCEDURE ->
                step.report(Rule.UNTRACKED_DEPENDENCY, "the server does not know what the body of " + what + " needs");
            case SEQUENCE -> {
                if (step.tokens().stream().noneMatch(t -> t.isWord("owned"))) {
                    step.report(Rule.UNTRACKED_DEPENDENCY, what + " has no owner, so no drop takes it along");
                }
            }
            default -> {}
        }
    }

    private static void altered(Step step, Alter alter) {
        for (Action action : alter.actions()) {
            String of = Check.on(alter.name());
            if (action.is(ActionKind.SET_ROW_SECURITY)) {
                step.report(Rule.RIGHTS_CHANGED, action.offset(), "row security of " + of + " is switched");
                step.report(
                        Rule.SURPRISING_LOCK,
                        action,
                        alter.name(),
                        "switching row security stops reads and writes of " + of);
            } else if (action.is(ActionKind.RENAME_CONSTRAINT)) {
                step.report(
                        Rule.SURPRISING_LOCK,
                        action,
                        alter.name(),
                        "renaming constraint \"" + action.name() + "\" stops reads and writes of " + of);
            } else if (action.is(ActionKind.UPDATE_EXTENSION)) {
                step.report(Rule.EXTENSION_CHANGED, "extension \"" + alter.name() + "\" is updated");
            } else if (action.is(ActionKind.OWNER)) {
                step.report(
                        Rule.RIGHTS_CHANGED,
                        action.offset(),
                        alter.type().words() + " \"" + alter.name() + "\" gets another owner");
            }
        }
        if (alter.type() == ObjectType.ROLE || alter.type() == ObjectType.POLICY) {
            step.report(Rule.RIGHTS_CHANGED, alter.type().words() + " \"" + alter.name() + "\" is changed");
        }
    }

    private static void dropped(Step step, Drop drop) {
        String what = drop.type().words()
                + (drop.names().isEmpty() ? "" : " \"" + drop.names().get(0) + "\"");
        switch (drop.type()) {
            case EXTENSION -> step.report(Rule.EXTENSION_CHANGED, what + " is dropped with all it made");
            case ROLE -> step.report(Rule.RIGHTS_CHANGED, what + " is dropped");
            case POLICY -> {
                step.report(Rule.RIGHTS_CHANGED, what + " is dropped");
                step.report(
                        Rule.SURPRISING_LOCK,
                        drop.on(),
                        "dropping " + what + " stops reads and writes of " + Check.on(drop.on()));
            }
            case TRIGGER ->
                step.report(
                        Rule.SURPRISING_LOCK,
                        drop.on(),
                        "dropping " + what + " stops reads and writes of " + Check.on(drop.on()));
            default -> {}
        }
    }

    private static void commented(Step step, Comment comment) {
        if (!step.effect().locks().isEmpty()) {
            step.report(
                    Rule.SURPRISING_LOCK,
                    comment.name(),
                    "a comment on \"" + comment.name() + "\" waits for vacuum and for indexes built concurrently");
        }
    }
}
