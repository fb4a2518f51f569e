package dev.stele.migrations;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** SQL cut into its tokens: words, literals, quoted names, operators; comments and white space lie between them. */
final class SqlText {
    private static final String OPERATORS = "+-*/<>=~!@#%^&|`?:";

    private final String sql;
    private final List<String> tokens = new ArrayList<>();
    private final StringBuilder normal = new StringBuilder();
    private int at;

    private SqlText(String sql) {
        this.sql = sql;
        while (at < sql.length()) {
            int start = at;
            skipGap();
            if (at < sql.length()) {
                String gap = sql.substring(start, at);
                int from = at;
                at = endOfToken();
                add(gap, sql.substring(from, at));
            }
        }
    }

    /** The tokens of {@code sql}; words in lower case, all else as it is written. */
    static List<String> tokens(String sql) {
        return List.copyOf(new SqlText(sql).tokens);
    }

    /** A hash of {@code sql} that comments and white space between tokens do not change, and all else does. */
    static String words(String sql) {
        return hash(new SqlText(sql).normal.toString());
    }

    /** A hash of {@code text} as it is, 32 characters long. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private void add(String gap, String token) {
        if (!gap.isEmpty() && !normal.isEmpty()) {
            char before = normal.charAt(normal.length() - 1);
            char after = token.charAt(0);
            if ((isWord(before) && (isWord(after) || isQuote(after))) || (isOperator(before) && isOperator(after))) {
                normal.append(' ');
            } else if (isQuote(before) && isQuote(after)) {
                // Two literals are one where a line ends between them, and an error elsewhere.
                normal.append(gap.indexOf('\n') < 0 ? ' ' : '\n');
            }
        }
        normal.append(token);
        tokens.add(isWord(token.charAt(0)) ? token.toLowerCase(Locale.ROOT) : token);
    }

    private void skipGap() {
        while (at < sql.length()) {
            if (Character.isWhitespace(sql.charAt(at))) {
                at++;
            } else if (sql.startsWith("--", at)) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end;
            } else if (sql.startsWith("/*", at)) {
                at = endOfBlock();
            } else {
                return;
            }
        }
    }

    private int endOfBlock() {
        int depth = 0;
        for (int i = at; i < sql.length(); i++) {
            if (sql.startsWith("/*", i)) {
                depth++;
                i++;
            } else if (sql.startsWith("*/", i)) {
                depth--;
                i++;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        return sql.length();
    }

    private int endOfToken() {
        char first = sql.charAt(at);
        if (isQuote(first)) {
            boolean escapes = first == '\'' && at > 0 && (sql.charAt(at - 1) == 'E' || sql.charAt(at - 1) == 'e');
            return endOfQuoted(first, escapes);
        }
        if (first == '$') {
            return endOfDollar();
        }
        int end = at + 1;
        if (isWord(first)) {
            while (end < sql.length() && (isWord(sql.charAt(end)) || sql.charAt(end) == '$')) {
                end++;
            }
        } else if (isOperator(first)) {
            while (end < sql.length()
                    && isOperator(sql.charAt(end))
                    && !sql.startsWith("--", end)
                    && !sql.startsWith("/*", end)) {
                end++;
            }
        }
        return end;
    }

    private int endOfQuoted(char quote, boolean escapes) {
        for (int i = at + 1; i < sql.length(); i++) {
            if (escapes && sql.charAt(i) == '\\') {
                i++;
            } else if (sql.charAt(i) == quote) {
                if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                    i++;
                } else {
                    return i + 1;
                }
            }
        }
        return sql.length();
    }

    private int endOfDollar() {
        int close = at + 1;
        while (close < sql.length() && isWord(sql.charAt(close)) && sql.charAt(close) != '.') {
            close++;
        }
        if (close >= sql.length() || sql.charAt(close) != '$') {
            return Math.max(close, at + 1);
        }
        String tag = sql.substring(at, close + 1);
        int end = sql.indexOf(tag, close + 1);
        return end < 0 ? sql.length() : end + tag.length();
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c > 127;
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"';
    }

    private static boolean isOperator(char c) {
        return OPERATORS.indexOf(c) >= 0;
    }
}
