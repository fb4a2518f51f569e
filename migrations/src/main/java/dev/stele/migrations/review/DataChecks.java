package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.Alter;
import dev.stele.migrations.review.Statement.CreateTable;
import dev.stele.migrations.review.Statement.Flag;
import dev.stele.migrations.review.Statement.Meta;
import dev.stele.migrations.review.Statement.Other;
import dev.stele.migrations.review.Statement.Write;
import dev.stele.migrations.review.Token.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules about rows, and about SQL that hides what it does. */
final class DataChecks implements Check {
    private static final Set<String> HIDING = Set.of("do", "call", "execute", "load", "import");
    private static final Set<String> HARMLESS = Set.of(
            "set_config",
            "setval",
            "nextval",
            "currval",
            "now",
            "count",
            "coalesce",
            "version",
            "current_setting",
            "pg_advisory_lock",
            "pg_advisory_unlock",
            "pg_advisory_xact_lock",
            "pg_try_advisory_lock",
            "max",
            "min");

    @Override
    public void look(Step step) {
        if (step.statement() instanceof Write write) {
            written(step, write);
        } else if (step.statement() instanceof CreateTable table) {
            twice(step, table.columns().stream().map(Column::name).toList());
        } else if (step.statement() instanceof Alter alter) {
            twice(
                    step,
                    alter.actions().stream()
                            .filter(a -> a.is(ActionKind.ADD_COLUMN))
                            .map(Action::name)
                            .toList());
        } else if (step.statement() instanceof Other other) {
            hidden(step, other);
        } else if (step.statement() instanceof Meta meta) {
            meta(step, meta);
        }
        enumValues(step);
    }

    private static void written(Step step, Write write) {
        twice(step, write.columns());
        if (step.isFresh(write.table())) {
            return;
        }
        boolean insert = write.verb().equals("insert");
        if (!insert && !write.has(Flag.WITH_WHERE)) {
            step.report(
                    Rule.WRITE_WITHOUT_WHERE,
                    write.verb().toUpperCase(java.util.Locale.ROOT)
                            + (write.has(Flag.ALWAYS_TRUE) ? " whose WHERE is always true" : " without WHERE")
                            + " reaches every row of "
                            + Check.on(write.table()));
        }
        boolean many = !insert || write.has(Flag.AS_QUERY);
        if (many && step.run().inTransaction() && step.unitHasDdl()) {
            step.report(
                    Rule.BACKFILL_WITH_DDL,
                    write.table(),
                    "rows of " + Check.on(write.table())
                            + " are changed in one transaction with DDL, and stay locked until its end");
        } else if (write.verb().equals("update") && !write.has(Flag.WITH_WHERE)) {
            step.report(
                    Rule.BACKFILL_WITH_DDL,
                    write.table(),
                    "every row of " + Check.on(write.table())
                            + " is changed at one stroke, and stays locked until the end");
        }
    }

    private static void twice(Step step, List<String> columns) {
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!column.isEmpty() && !seen.add(column)) {
                step.report(Rule.COLUMN_TWICE, "column \"" + column + "\" is named twice");
            }
        }
    }

    private static void hidden(Step step, Other other) {
        if (HIDING.contains(other.verb())) {
            step.report(
                    Rule.NOT_ANALYSABLE,
                    "what " + other.verb().toUpperCase(java.util.Locale.ROOT) + " does cannot be seen from here");
        } else if (other.verb().equals("select")) {
            Expression words = new Expression(step.tokens());
            boolean query = step.tokens().stream().anyMatch(t -> t.isWord("from"));
            words.calls().stream()
                    .filter(c -> !query && !HARMLESS.contains(c) && !c.equals("select"))
                    .findFirst()
                    .ifPresent(c -> step.report(
                            Rule.NOT_ANALYSABLE, "what function \"" + c + "\" does cannot be seen from here"));
        }
    }

    private static void meta(Step step, Meta meta) {
        String command = meta.text().split("\\s", 2)[0];
        if (Set.of("\\i", "\\ir", "\\include", "\\include_relative", "\\gexec", "\\!")
                .contains(command)) {
            step.report(Rule.NOT_ANALYSABLE, "what " + command + " runs cannot be seen from here");
        }
    }

    private static void enumValues(Step step) {
        boolean uses = !(step.statement() instanceof Alter alter && alter.type() == ObjectType.TYPE)
                && !(step.statement() instanceof Statement.Comment);
        if (!uses || !step.run().inTransaction() || step.run().enumValues().isEmpty()) {
            return;
        }
        for (Token token : step.tokens()) {
            String type = token.is(Kind.STRING) ? step.run().enumValues().get(token.text()) : null;
            if (type != null) {
                step.report(
                        Rule.ENUM_VALUE_USED_TOO_EARLY,
                        token.start(),
                        "value '" + token.text() + "' of type \"" + type
                                + "\" is used in the transaction that adds it");
            }
        }
    }
}
