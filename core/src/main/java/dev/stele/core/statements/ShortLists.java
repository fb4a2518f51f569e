package dev.stele.core.statements;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shortens lists of values to one, so that a text does not depend on their number. */
final class ShortLists {
    private static final String[] HEADS = {" in (?", "array[?"};
    private static final String MORE = ", ?";
    private static final String VALUES = "values (";

    private ShortLists() {}

    /** {@code in (?, ?)} becomes {@code in (?)}, and {@code values (?, 1), (?, 1)} becomes {@code values (?, 1)}. */
    static String in(String sql) {
        StringBuilder text = new StringBuilder(sql.length());
        String lower = sql.toLowerCase(Locale.ROOT);
        if (lower.length() != sql.length()) {
            return sql;
        }
        int at = 0;
        while (at < sql.length()) {
            int end = at + 1;
            int next = end;
            String head = head(lower, at);
            if (head != null) {
                end = at + head.length();
                next = behind(lower, end, MORE);
            } else if (lower.startsWith(VALUES, at)) {
                int row = at + VALUES.length() - 1;
                end = rowEnd(sql, row);
                next = behind(sql, end, ", " + sql.substring(row, end));
            }
            text.append(sql, at, end);
            at = next;
        }
        return text.toString();
    }

    private static @Nullable String head(String lower, int at) {
        for (String head : HEADS) {
            if (lower.startsWith(head, at)) {
                return head;
            }
        }
        return null;
    }

    private static int behind(String sql, int from, String repeated) {
        int at = from;
        while (sql.startsWith(repeated, at)) {
            at += repeated.length();
        }
        return at;
    }

    /** Behind the parenthesis that closes the one here; there are no strings any more. */
    private static int rowEnd(String sql, int open) {
        int depth = 0;
        for (int i = open; i < sql.length(); i++) {
            depth += sql.charAt(i) == '(' ? 1 : sql.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return sql.length();
    }
}
