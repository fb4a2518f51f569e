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
        boolean same = before.equals(after);
        String using = same && sides.isRetyped(from) ? throughText(after, column) : using(from, to, column);
        Step step = Step.of(ColumnWriter.alter(to) + "type " + after.text()
                + (to.has("collation") ? " collate " + to.text("collation") : "")
                + (using.isEmpty() ? "" : " using " + using));
        if (!same) {
            step = Fitting.asked(step, from, to, sides);
        }
        String meaning = before.changesMeaning(after);
        step = meaning.isEmpty() ? step : step.because(meaning);
        boolean rewrites = (!before.keepsRows(after) && !same) || !using.isEmpty();
        if (!rewrites || !sides.isLive(to.name())) {
            return inUtc(step, from, to, sides);
        }
        List<Step> steps = new ArrayList<>(inUtc(
                step.because((meaning.isEmpty() ? "" : meaning + "; ")
                        + "rewrites the table under an exclusive lock; on a large one, add a column beside it,"
                        + " fill it in batches and swap the two"),
                from,
                to,
                sides));
        steps.add(Step.late("analyze " + Sql.table(to.name()) + " (" + column + ")")
                .because("the statistics went with the old type"));
        return steps;
    }

    /** The step as the server does it in UTC, where it would go by the zone of the session. */
    private static List<Step> inUtc(Step step, CatalogObject from, CatalogObject to, Sides sides) {
        ColumnType before = Fitting.stored(from, sides.from());
        ColumnType after = Fitting.stored(to, sides.to());
        boolean told = ColumnType.of(from.text("type")).movesZone(ColumnType.of(to.text("type")));
        return !told && (before.movesZone(after) || before.asksSession(after))
                ? List.of(Step.of("set local timezone = 'UTC'"), step, Step.of("set local timezone to default"))
                : List.of(step);
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
