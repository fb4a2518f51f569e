package dev.stele.core.statements;

import java.util.regex.Pattern;

/** Brings texts to the form in which they are known again: no values, no comments, lists as long as one value. */
final class SqlText {
    /** What is longer is cut off. */
    static final int LONGEST = 10_000;

    /** No list has more columns than have three digits. */
    private static final int LONGEST_PLACE = 3;

    private static final String LIKE = " like ";
    private static final String ANYTHING = "'%'";
    private static final Pattern PREFIX = Pattern.compile("'[^%_\\\\]+%'", Pattern.DOTALL);

    private static final String STRING_PREFIXES = "eEbBxXnN";

    private final String sql;
    private final StringBuilder text;
    private final ColumnPlaces columns = new ColumnPlaces();
    private int at;

    private SqlText(String sql) {
        this.sql = sql;
        this.text = new StringBuilder(Math.min(sql.length(), LONGEST) + 16);
    }

    /** A text of ours, where only the names of temporary tables differ from run to run. */
    static String ofLibrary(String sql) {
        return cut(sql.contains("stele_load_") ? sql.replaceAll("stele_load_\\d+", "stele_load") : sql);
    }

    /** A text of the application with {@code ?} in the place of every literal. */
    static String withoutValues(String sql) {
        return cut(ShortLists.in(new SqlText(sql).read()));
    }

    /** All of a text of any origin, without its literals and comments. */
    static String bare(String sql) {
        return new SqlText(sql).read();
    }

    private static String cut(String sql) {
        return sql.length() <= LONGEST ? sql : sql.substring(0, LONGEST) + " …";
    }

    private String read() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '\'') {
                string();
            } else if (c == '"') {
                columns.other();
                copy(quotedEnd(at, '"'));
            } else if (c == '$') {
                dollar();
            } else if (sql.startsWith("--", at)) {
                at = endOf("\n", at);
            } else if (sql.startsWith("/*", at)) {
                at = commentEnd();
            } else if (isDigit(at) || (c == '.' && isDigit(at + 1))) {
                number();
            } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
                word();
            } else if (Character.isWhitespace(c)) {
                at++;
                space();
            } else {
                copyMark(c);
            }
        }
        return text.toString().strip();
    }

    /** A string; that it is a wildcard, or ends with one behind LIKE, tells which index serves, and is no value. */
    private void string() {
        int end = stringEnd(at, false);
        if (sql.startsWith(ANYTHING, at) && end == at + ANYTHING.length()) {
            columns.other();
            copy(end);
            return;
        }
        boolean prefix =
                isBehindLike() && PREFIX.matcher(sql.substring(at, end)).matches();
        value(end);
        text.append(prefix ? " || " + ANYTHING : "");
    }

    private boolean isBehindLike() {
        int start = text.length() - LIKE.length();
        return start >= 0 && text.substring(start).equalsIgnoreCase(LIKE);
    }

    private void value(int end) {
        columns.other();
        text.append('?');
        at = end;
    }

    private void copy(int end) {
        text.append(sql, at, end);
        at = end;
    }

    private void copyMark(char mark) {
        if (mark == ',' && text.length() > 0 && text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
        columns.mark(mark);
        copy(at + 1);
        if (mark == ',') {
            space();
        }
    }

    private void space() {
        if (text.length() > 0 && text.charAt(text.length() - 1) != ' ') {
            text.append(' ');
        }
    }

    private boolean isDigit(int index) {
        return index < sql.length() && sql.charAt(index) >= '0' && sql.charAt(index) <= '9';
    }

    private int endOf(String mark, int from) {
        int found = sql.indexOf(mark, from);
        return found < 0 ? sql.length() : found + mark.length();
    }

    /** Behind the quote that ends what begins here; one that is doubled stands for itself. */
    private int quotedEnd(int start, char quote) {
        int end = start + 1;
        while (end < sql.length()) {
            if (sql.charAt(end) == quote) {
                if (end + 1 == sql.length() || sql.charAt(end + 1) != quote) {
                    return end + 1;
                }
                end++;
            }
            end++;
        }
        return end;
    }

    private int stringEnd(int start, boolean escaped) {
        if (!escaped) {
            return quotedEnd(start, '\'');
        }
        int end = start + 1;
        while (end < sql.length() && sql.charAt(end) != '\'') {
            end += sql.charAt(end) == '\\' ? 2 : 1;
        }
        // A doubled quote goes on as another string, which is a value too.
        return Math.min(sql.length(), end + 1);
    }

    /** A parameter {@code $1}, or a string between two tags. */
    private void dollar() {
        int end = at + 1;
        while (end < sql.length() && Character.isUnicodeIdentifierPart(sql.charAt(end))) {
            end++;
        }
        if (isDigit(at + 1) || end == sql.length() || sql.charAt(end) != '$') {
            copy(end);
        } else {
            value(endOf(sql.substring(at, end + 1), end + 1));
        }
    }

    private int commentEnd() {
        int depth = 0;
        int end = at;
        do {
            if (sql.startsWith("/*", end)) {
                depth++;
                end += 2;
            } else if (sql.startsWith("*/", end)) {
                depth--;
                end += 2;
            } else {
                end++;
            }
        } while (depth > 0 && end < sql.length());
        return Math.min(end, sql.length());
    }

    /** A number; that of a column in ORDER BY or GROUP BY is no value, and the text means something else without it. */
    private void number() {
        int end = numberEnd();
        if (end - at <= LONGEST_PLACE && columns.isNext() && isWhole(at, end) && endsItem(end)) {
            columns.other();
            copy(end);
        } else {
            value(end);
        }
    }

    private boolean isWhole(int from, int end) {
        return sql.substring(from, end).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether a comma, a parenthesis, a word or nothing follows, and no operator. */
    private boolean endsItem(int end) {
        int next = end;
        while (next < sql.length() && Character.isWhitespace(sql.charAt(next))) {
            next++;
        }
        return next == sql.length() || ",);".indexOf(sql.charAt(next)) >= 0 || Character.isLetter(sql.charAt(next));
    }

    private int numberEnd() {
        int end = at;
        while (end < sql.length()
                && (Character.isLetterOrDigit(sql.charAt(end)) || "._".indexOf(sql.charAt(end)) >= 0)) {
            boolean exponent = "eE".indexOf(sql.charAt(end)) >= 0;
            end++;
            if (exponent && end < sql.length() && "+-".indexOf(sql.charAt(end)) >= 0 && isDigit(end + 1)) {
                end++;
            }
        }
        return end;
    }

    private void word() {
        int end = at;
        while (end < sql.length() && (Character.isUnicodeIdentifierPart(sql.charAt(end)) || sql.charAt(end) == '$')) {
            end++;
        }
        boolean beforeString = end < sql.length() && sql.charAt(end) == '\'';
        if (beforeString && end == at + 1 && STRING_PREFIXES.indexOf(sql.charAt(at)) >= 0) {
            value(stringEnd(end, "eE".indexOf(sql.charAt(at)) >= 0));
        } else if (sql.startsWith("&'", end) && sql.substring(at, end).equalsIgnoreCase("u")) {
            value(stringEnd(end + 1, false));
        } else {
            columns.word(sql.substring(at, end));
            copy(end);
        }
    }
}
