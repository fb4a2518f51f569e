package dev.stele.core.statements;

import java.util.Locale;
import java.util.Set;

/** Knows, while a text is read, where ORDER BY or GROUP BY may name a column by its place. */
final class ColumnPlaces {
    private static final Set<String> ENDS =
            Set.of("select", "values", "union", "intersect", "except", "having", "window", "limit", "offset", "for");

    private static final int NOWHERE = -1;

    private int depth;
    private int list = NOWHERE;
    private boolean by;
    private boolean next;

    /** Whether a column of the list begins here. */
    boolean isNext() {
        return next;
    }

    void word(String word) {
        String lower = word.length() > 9 ? "" : word.toLowerCase(Locale.ROOT);
        next = by && lower.equals("by");
        if (next) {
            list = depth;
        } else if (depth == list && ENDS.contains(lower)) {
            list = NOWHERE;
        }
        by = lower.equals("order") || lower.equals("group");
    }

    void mark(char mark) {
        depth += mark == '(' ? 1 : mark == ')' ? -1 : 0;
        if (depth < list) {
            list = NOWHERE;
        }
        next = mark == ',' && depth == list;
        by = false;
    }

    /** A value, or a name in quotes. */
    void other() {
        next = false;
        by = false;
    }
}
