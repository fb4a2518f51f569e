package dev.stele.migrations.review;

import dev.stele.migrations.review.Constraint.Kind;
import dev.stele.migrations.review.Statement.Alter;
import dev.stele.migrations.review.Statement.Create;
import dev.stele.migrations.review.Statement.CreateIndex;
import dev.stele.migrations.review.Statement.CreateTable;
import dev.stele.migrations.review.Statement.Drop;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Rules about names. */
final class NameChecks implements Check {
    private static final int LONGEST = 63;
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    @Override
    public void look(Step step) {
        tooLong(step);
        if (step.statement() instanceof CreateTable table) {
            qualified(step, table.name());
            policy(
                    step,
                    Rule.TABLE_NAME,
                    "table",
                    table.name().name(),
                    table.name().offset());
            table.columns().forEach(c -> column(step, c));
            table.constraints()
                    .forEach(c -> constraint(step, c, step.parsed().raw().start()));
        } else if (step.statement() instanceof CreateIndex index) {
            qualified(step, index.table());
            policy(
                    step,
                    Rule.INDEX_NAME,
                    "index",
                    index.name(),
                    step.parsed().raw().start());
        } else if (step.statement() instanceof Create create && create.type() == ObjectType.SCHEMA) {
            policy(
                    step,
                    Rule.SCHEMA_NAME,
                    "schema",
                    create.name().name(),
                    create.name().offset());
        } else if (step.statement() instanceof Alter alter) {
            altered(step, alter);
        } else if (step.statement() instanceof Drop drop && drop.type() == ObjectType.TABLE) {
            drop.names().forEach(n -> qualified(step, n));
        }
    }

    private static void altered(Step step, Alter alter) {
        if (alter.type() == ObjectType.TABLE) {
            qualified(step, alter.name());
        }
        for (Action action : alter.actions()) {
            Column column = action.column();
            Constraint constraint = action.constraint();
            if (column != null) {
                column(step, column);
            } else if (constraint != null) {
                constraint(step, constraint, action.offset());
            } else {
                renamed(step, alter, action);
            }
        }
    }

    private static void renamed(Step step, Alter alter, Action action) {
        String to = action.other().name();
        if (action.is(ActionKind.RENAME_COLUMN)) {
            policy(step, Rule.COLUMN_NAME, "column", to, action.offset());
        } else if (action.is(ActionKind.RENAME)) {
            switch (alter.type()) {
                case TABLE -> policy(step, Rule.TABLE_NAME, "table", to, action.offset());
                case INDEX -> policy(step, Rule.INDEX_NAME, "index", to, action.offset());
                case SCHEMA -> policy(step, Rule.SCHEMA_NAME, "schema", to, action.offset());
                default -> {}
            }
        }
    }

    private static void column(Step step, Column column) {
        policy(step, Rule.COLUMN_NAME, "column", column.name(), column.offset());
        column.constraints().forEach(c -> constraint(step, c, column.offset()));
    }

    private static void constraint(Step step, Constraint constraint, int offset) {
        if (constraint.is(Kind.FOREIGN_KEY)) {
            policy(step, Rule.FOREIGN_KEY_NAME, "foreign key", constraint.name(), offset);
        } else if (constraint.is(Kind.CHECK)) {
            policy(step, Rule.CHECK_NAME, "check", constraint.name(), offset);
        }
    }

    private static void policy(Step step, Rule rule, String kind, String name, int offset) {
        Pattern pattern = step.options().names().getOrDefault(rule, PLAIN);
        if (!name.isEmpty() && !pattern.matcher(name).matches()) {
            step.report(rule, offset, kind + " name \"" + name + "\" does not match " + pattern);
        }
    }

    private static void qualified(Step step, Name name) {
        boolean known = name.isQualified() || name.name().startsWith("pg_");
        if (!known && step.review().firstTime("unqualified " + name.name())) {
            step.report(Rule.UNQUALIFIED_NAME, name.offset(), Check.on(name) + " is named without its schema");
        }
    }

    private static void tooLong(Step step) {
        List<Token> tokens = step.tokens();
        for (Token token : tokens) {
            if (token.isName() && token.text().length() * 3 > LONGEST) {
                int bytes = token.text().getBytes(StandardCharsets.UTF_8).length;
                if (bytes > LONGEST) {
                    step.report(
                            Rule.LONG_NAME,
                            token.start(),
                            "name \"" + token.text() + "\" has " + bytes + " bytes; the server cuts it after "
                                    + LONGEST);
                }
            }
        }
    }
}
