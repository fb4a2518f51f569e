package dev.stele.migrations;

import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.DiffOptions;
import dev.stele.migrations.diff.PlannedStatement;
import dev.stele.migrations.diff.PreCheck;
import dev.stele.migrations.diff.SchemaDiff;
import dev.stele.migrations.diff.SchemaPlan;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Questions to the rows of a table, asked by a version before it changes anything, upward and downward. */
final class RowChecks {
    private RowChecks() {}

    /**
     * What must hold before a version is taken back: that the rows fit into what was there.
     *
     * <p>What the way back drops is not asked about, since it goes with its data by promise.
     */
    static Set<PreCheck> ofWayBack(CatalogSnapshot before, CatalogSnapshot after, Renames renames) {
        DiffOptions back = BackwardRenames.between(before, after, renames).direct();
        for (SchemaPlan.Loss loss : SchemaDiff.between(after, before, back).losses()) {
            back = back.allowingDrop(loss.name().qualified());
        }
        Set<PreCheck> checks = new LinkedHashSet<>();
        for (PlannedStatement statement :
                SchemaDiff.between(after, before, back).statements()) {
            statement.preChecks().stream()
                    .filter(check -> !check.waivable() || !drops(statement.sql()))
                    .forEach(checks::add);
        }
        return checks;
    }

    /** One statement for all, which fails where one of them finds something, and names every one that does. */
    static String block(Collection<PreCheck> checks, String hint) {
        Map<String, String> questions = new LinkedHashMap<>();
        // One obstacle may be asked for in two ways, and is told once.
        checks.forEach(
                check -> questions.merge(check.message(), "(" + check.sql() + ")", (one, two) -> one + " or " + two));
        StringBuilder body = new StringBuilder();
        questions.forEach((message, condition) -> body.append("    if ")
                .append(condition)
                .append(" then\n        found_rows := array_append(found_rows, ")
                .append(literal(message))
                .append(");\n    end if;\n"));
        String quote = body.indexOf("$$") < 0 ? "$$" : "$stele_check$";
        // A table may have a column of the variable's name.
        return "do " + quote + "\n#variable_conflict use_column\ndeclare\n    found_rows text[];\nbegin\n" + body
                + "    if found_rows is not null then\n        raise exception using message ="
                + " array_to_string(found_rows, '; '), hint = " + literal(hint) + ";\n    end if;\nend\n" + quote;
    }

    private static boolean drops(String sql) {
        return sql.startsWith("drop ") || sql.contains(" drop column ");
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
