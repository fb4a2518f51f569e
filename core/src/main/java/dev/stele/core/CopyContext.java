package dev.stele.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * Where in a COPY the server found a fault: {@code COPY note, line 3, column title: …}.
 *
 * <p>The words are in the server's language; the order of table, number and column is the same in all of them.
 *
 * @param table the table's name as the catalog stores it
 * @param record the row's number, from 1
 * @param column the column's name, null where the whole row is at fault
 */
record CopyContext(String table, long record, @Nullable String column) {
    private static final Pattern CONTEXT = Pattern.compile(
            "^\\P{L}*COPY (?<table>.+?)\\s*[,،、]\\s*\\D{0,20}(?<record>\\d+)(?:\\s*[,،、]\\s*\\S+ (?<column>[^:\\s]+))?");

    /** The place that a message names, or null if it names none. */
    static @Nullable CopyContext of(@Nullable ServerErrorMessage message) {
        String where = message == null ? null : message.getWhere();
        if (where == null) {
            return null;
        }
        Matcher found = CONTEXT.matcher(where);
        return found.find()
                ? new CopyContext(found.group("table"), Long.parseLong(found.group("record")), found.group("column"))
                : null;
    }
}
