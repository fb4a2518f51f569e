package dev.stele.migrations.advice.page;

/** Reads SQL word by word, to colour it or to hide its values; what it cannot tell apart stays text. */
final class SqlWords {
    private final String sql;
    private int from;
    private int to;
    private String kind = "";

    SqlWords(String sql) {
        this.sql = sql;
    }

    /** Goes to the next word, and says whether there is one. */
    boolean next() {
        from = to;
        if (from >= sql.length()) {
            return false;
        }
        char c = sql.charAt(from);
        if (sql.startsWith("--", from)) {
            found("comment", before(sql.indexOf('\n', from)));
        } else if (sql.startsWith("/*", from)) {
            found("comment", after(sql.indexOf("*/", from + 2), 2));
        } else if (c == '\'') {
            found("string", quoted('\'', false));
        } else if ((c == 'e' || c == 'E') && sql.startsWith("'", from + 1)) {
            from++;
            int end = quoted('\'', true);
            from--;
            found("string", end);
        } else if (c == '"') {
            found("", quoted('"', false));
        } else if (c == '$') {
            dollar();
        } else if (Character.isDigit(c)) {
            found("number", number());
        } else if (isLetter(c)) {
            found("word", word(from));
        } else {
            found("", from + 1);
        }
        return true;
    }

    String word() {
        return sql.substring(from, to);
    }

    boolean isFollowedBy(char c) {
        return to < sql.length() && sql.charAt(to) == c;
    }

    /** {@code word}, {@code string}, {@code number}, {@code comment}, or "". */
    String kind() {
        return kind;
    }

    private void found(String what, int end) {
        kind = what;
        to = end;
    }

    private int quoted(char quote, boolean escapes) {
        for (int i = from + 1; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (escapes && c == '\\') {
                i++;
            } else if (c == quote) {
                if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                    i++;
                } else {
                    return i + 1;
                }
            }
        }
        return sql.length();
    }

    /** A parameter such as {@code $1}, or a string between two tags such as {@code $body$}. */
    private void dollar() {
        int end = word(from + 1);
        if (end > from + 1 && Character.isDigit(sql.charAt(from + 1))) {
            found("", end);
        } else if (end < sql.length() && sql.charAt(end) == '$') {
            String tag = sql.substring(from, end + 1);
            found("string", after(sql.indexOf(tag, end + 1), tag.length()));
        } else {
            found("", from + 1);
        }
    }

    private int number() {
        int end = from + 1;
        while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '.')) {
            end++;
        }
        return end;
    }

    private int word(int start) {
        int end = start;
        while (end < sql.length() && (isLetter(sql.charAt(end)) || Character.isDigit(sql.charAt(end)))) {
            end++;
        }
        return end;
    }

    private int before(int found) {
        return found < 0 ? sql.length() : found;
    }

    private int after(int found, int length) {
        return found < 0 ? sql.length() : found + length;
    }

    private static boolean isLetter(char c) {
        return Character.isLetter(c) || c == '_' || Character.isSurrogate(c);
    }
}
