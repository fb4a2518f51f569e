package dev.stele.migrations.diff;

import java.util.List;

/** A plan as text for psql. */
final class PlanScript {
    private PlanScript() {}

    static String print(List<PlannedStatement> statements) {
        StringBuilder text = new StringBuilder("\\set ON_ERROR_STOP on\nset check_function_bodies = off;\n");
        for (PlannedStatement statement : statements) {
            for (PreCheck check : statement.preChecks()) {
                text.append('\n').append(guard(check)).append(";\n");
            }
        }
        int open = 0;
        for (int i = 0; i < statements.size(); i++) {
            PlannedStatement statement = statements.get(i);
            boolean last = i + 1 == statements.size() || statements.get(i + 1).transaction() != statement.transaction();
            if (open != statement.transaction()) {
                text.append('\n').append(statement.transactional() ? "begin;\n" : "");
                open = statement.transaction();
            }
            if (!statement.comment().isEmpty()) {
                text.append("-- ").append(statement.comment()).append('\n');
            }
            text.append(statement.sql()).append(";\n");
            if (last && statement.transactional()) {
                text.append("commit;\n");
            }
        }
        return text.toString();
    }

    /** A statement that fails where the check finds something. */
    static String guard(PreCheck check) {
        String body = "begin if (" + check.sql() + ") then raise exception using message = "
                + Sql.literal(check.message()) + ", errcode = 'P0001'; end if; end";
        String quote = body.contains("$check$") ? "$check_" + Integer.toHexString(body.hashCode()) + "$" : "$check$";
        return "do " + quote + " " + body + " " + quote;
    }
}
