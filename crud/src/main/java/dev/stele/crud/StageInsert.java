package dev.stele.crud;

import dev.stele.core.mapping.ColumnMapping;
import java.util.List;
import java.util.StringJoiner;

/**
 * The INSERT that takes rows of a staging table over into the entity's own.
 *
 * @param name the staging table
 * @param into the statement without a condition
 * @param conflict its ON CONFLICT, or nothing
 * @param key by which records are the same, or none
 * @param sink who gets the rows as they are then
 */
record StageInsert(String name, String into, String conflict, List<ColumnMapping> key, RowSink sink) {
    private static final String NUMBER = Staged.NUMBER;

    StageInsert {
        key = List.copyOf(key);
    }

    /** For a function of the server: the rows with numbers between its two parameters. */
    String between() {
        return into + " where " + NUMBER + " between $1 and $2 order by " + NUMBER + conflict;
    }

    /**
     * The statement, which returns the rows where they are wanted, and else of an upsert how many it inserted and updated.
     *
     * @param ranged whether it takes rows between two parameters, or all
     * @param repeating whether records with the same key may come, of which the last is taken
     */
    String sql(boolean ranged, boolean repeating) {
        // Nobody but us has written the table, and nobody else reads it: a scan gives the rows in the order they came.
        boolean inOrder = !ranged && !repeating;
        String insert = into + (inOrder ? "" : where(ranged, repeating) + " order by " + NUMBER) + conflict;
        String fresh = conflict.isEmpty() ? "true" : "t0.xmax = 0";
        if (sink.wantsRows()) {
            return insert + " returning " + sink.columns() + ", " + fresh;
        }
        return conflict.isEmpty()
                ? insert
                : "with written as (" + insert + " returning " + fresh
                        + " as fresh) select count(*) filter (where fresh), count(*) filter (where not fresh) from written";
    }

    /** Which rows to take; of the same key only the last, since one statement cannot change a row twice. */
    private String where(boolean ranged, boolean repeating) {
        String within = " where " + (ranged ? NUMBER + " between ? and ?" : "true");
        return repeating ? within + " and not " + repeated() : within;
    }

    /** Whether a later row has the same key. */
    String repeated() {
        StringJoiner same = new StringJoiner(" and ");
        key.forEach(column -> same.add("l." + column.sql() + " = s." + column.sql()));
        return "exists (select from %s as l where %s and l.%s > s.%s)".formatted(name, same, NUMBER, NUMBER);
    }
}
