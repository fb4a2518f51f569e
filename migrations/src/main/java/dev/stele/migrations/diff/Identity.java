package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;

/** Writes identity columns with the options of their sequences. */
final class Identity {
    private Identity() {}

    static String clause(CatalogObject column) {
        List<String> options = new ArrayList<>();
        if (column.has("identity.sequence")) {
            options.add("sequence name " + Sql.quote(column.name().schema(), column.text("identity.sequence")));
        }
        options.addAll(SequenceOptions.clauses(column, "identity."));
        return "generated " + column.text("identity") + " as identity"
                + (options.isEmpty() ? "" : " (" + String.join(" ", options) + ")");
    }

    static List<Step> alter(CatalogObject from, CatalogObject to) {
        List<Step> steps = new ArrayList<>();
        if (!to.has("identity")) {
            return steps;
        }
        if (!from.has("identity")) {
            return List.of(Step.of(ColumnWriter.alter(to) + "add " + clause(to)), restart(to));
        }
        if (!from.text("identity").equals(to.text("identity"))) {
            steps.add(Step.of(ColumnWriter.alter(to) + "set generated " + to.text("identity")));
        }
        List<String> options = SequenceOptions.changes(from, to, "identity.");
        if (!options.isEmpty()) {
            String sequence = Sql.quote(from.name().schema(), from.text("~identity.sequence"));
            steps.addAll(SequenceOptions.intoLimits(from, to, "identity.", sequence));
            steps.add(Step.of(ColumnWriter.alter(to) + "set " + String.join(" set ", options)));
        }
        if (!from.text("identity.sequence").equals(to.text("identity.sequence"))) {
            steps.add(Step.of("alter sequence "
                    + Sql.quote(from.name().schema(), from.text("~identity.sequence")) + " rename to "
                    + Sql.quote(to.text("~identity.sequence"))));
        }
        return steps;
    }

    /** A new counter goes on where the column's values end, instead of giving the first of them again. */
    private static Step restart(CatalogObject to) {
        String column = Sql.quote(to.name().name());
        String sequence = Sql.quote(to.name().schema(), to.text("~identity.sequence"));
        String least = to.text("identity.increment").startsWith("-") ? "min" : "max";
        return Step.of("select setval(" + Sql.literal(sequence) + ", " + least + "(" + column + ")) from "
                        + Sql.table(to.name()) + " having " + least + "(" + column + ") is not null")
                .because("the counter goes on where the values of the column end");
    }
}
