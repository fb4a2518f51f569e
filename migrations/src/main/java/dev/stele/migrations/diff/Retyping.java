package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;

/** Writes the change of a column's type. */
final class Retyping {
    private Retyping() {}

    static List<Step> steps(CatalogObject from, CatalogObject to, Sides sides) {
        ColumnType before = ColumnType.of(from.text("type"));
        ColumnType after = ColumnType.of(to.text("type"));
        String column = Sql.quote(to.name().name());
        boolean same = from.text("type").equals(to.text("type"));
        String using = same && sides.isRetyped(from) ? throughText(after, column) : using(from, to, column);
        StringBuilder sql =
                new StringBuilder(ColumnWriter.alter(to)).append("type ").append(to.text("type"));
        if (to.has("collation")) {
            sql.append(" collate ").append(to.text("collation"));
        }
        if (!using.isEmpty()) {
            sql.append(" using ").append(using);
        }
        Step step = Step.of(sql.toString());
        boolean rewrites = (!before.keepsRows(after) && !same) || !using.isEmpty();
        if (rewrites && sides.isLive(to.name())) {
            step = step.because("rewrites the table under an exclusive lock; on a large one, add a column beside it,"
                    + " fill it in batches and swap the two");
        }
        if (!same && !before.fits(after)) {
            step = step.losing("the type narrows from " + before.text() + " to " + after.text())
                    .checking(new PreCheck(
                            from.name() + " holds values that do not fit into " + after.text(),
                            "select exists (select from " + Sql.table(from.name()) + " where "
                                    + before.lost(after, Sql.quote(from.name().name())) + ")"));
        }
        List<Step> steps = new ArrayList<>(List.of(step));
        if (rewrites && sides.isLive(to.name())) {
            steps.add(Step.late("analyze " + Sql.table(to.name()) + " (" + column + ")")
                    .because("the statistics went with the old type"));
        }
        return steps;
    }

    private static String using(CatalogObject from, CatalogObject to, String column) {
        ColumnType before = ColumnType.of(from.text("type"));
        ColumnType after = ColumnType.of(to.text("type"));
        // Enums are stored by their place where they are stored as numbers, counted from zero.
        if (before.isInteger() && to.text("~kind").equals("e")) {
            return "(enum_range(null::" + after.text() + "))[" + column + " + 1]";
        }
        if (from.text("~kind").equals("e") && after.isInteger()) {
            return "array_position(enum_range(null::" + before.text() + "), " + column + ") - 1";
        }
        return before.using(after, column);
    }

    private static String throughText(ColumnType type, String column) {
        return column + (type.text().endsWith("[]") ? "::text[]::" : "::text::") + type.text();
    }
}
