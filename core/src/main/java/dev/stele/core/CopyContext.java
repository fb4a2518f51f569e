package dev.stele.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * Where in a COPY the server found a fault: {@code COPY note, line 3, column title: …}.
 *
 * <p>The words are in the server's language. Table, number and column come in this order in all of them, but Japanese
 * and Korean put their words behind the names.
 *
 * @param table the table's name as the catalog stores it
 * @param record the row's number, from 1
 * @param column the column's name, null where the whole row is at fault
 */
record CopyContext(String table, long record, @Nullable String column) {
    private static final Pattern CONTEXT = Pattern.compile(
            "(?m)^(?:COPY (?<table>.+?)|(?<first>.+?)(?:のCOPY| 복사))[,、]\\s*\\D{0,20}(?<record>\\d+)[^,、:\\d]{0,8}?"
                    + "(?:[,、]\\s*(?:(?<before>\\S+) 열|\\S+ (?<column>[^:\\s]+))\\s?)?(?::.*)?$");

    /** The place that a message names, or null if it names none. */
    static @Nullable CopyContext of(@Nullable ServerErrorMessage message) {
        String where = message == null ? null : message.getWhere();
        return where == null ? null : of(where);
    }

    static @Nullable CopyContext of(String where) {
        Matcher found = CONTEXT.matcher(where);
        if (!found.find()) {
            return null;
        }
        String table = found.group("table") == null ? found.group("first") : found.group("table");
        String column = found.group("column") == null ? found.group("before") : found.group("column");
        return new CopyContext(table, Long.parseLong(found.group("record")), column);
    }
}
