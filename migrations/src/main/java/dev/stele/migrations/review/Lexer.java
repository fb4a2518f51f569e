package dev.stele.migrations.review;

import dev.stele.migrations.review.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts SQL into words as PostgreSQL and psql do, with {@code standard_conforming_strings} on.
 *
 * <p>Never fails: what cannot be read is a {@link Fault}, and reading goes on where that is sensible.
 */
final class Lexer {
    private final String sql;
    private final int limit;
    private final String endDelimiter;
    private final List<Fault> faults = new ArrayList<>();
    private int position;

    Lexer(String sql, int from, int limit, String endDelimiter) {
        this.sql = sql;
        this.position = from;
        this.limit = limit;
        this.endDelimiter = endDelimiter;
    }

    Lexer(String sql) {
        this(sql, 0, sql.length(), "");
    }

    /** What could not be read so far. */
    List<Fault> faults() {
        return faults;
    }

    /** The next word, comments included, or null at the end. */
    @Nullable
    Token next() {
        skipSpace();
        if (position >= limit) {
            return null;
        }
        int start = position;
        if (!endDelimiter.isEmpty() && sql.startsWith(endDelimiter, start)) {
            return token(Kind.SEMICOLON, ";", start, Math.min(limit, start + endDelimiter.length()));
        }
        char c = sql.charAt(start);
        if (Characters.isNameStart(c)) {
            return word(start);
        }
        if (Characters.isDigit(c) || (c == '.' && Characters.isDigit(at(start + 1)))) {
            return number(start);
        }
        return switch (c) {
            case '\'' -> string(start, start, false);
            case '"' -> quotedName(start, start);
            case '$' -> dollar(start);
            case '(' -> token(Kind.OPEN, "(", start, start + 1);
            case ')' -> token(Kind.CLOSE, ")", start, start + 1);
            case ',' -> token(Kind.COMMA, ",", start, start + 1);
            case '.' -> token(Kind.DOT, ".", start, start + 1);
            case ';' -> token(Kind.SEMICOLON, ";", start, start + 1);
            case '\\' -> token(Kind.META, sql.substring(start, lineEnd(start)), start, lineEnd(start));
            case ':' -> colon(start);
            default -> commentOrOperator(start);
        };
    }

    /** Jumps over the rows that follow {@code COPY … FROM stdin}, up to the line with only a backslash and a dot. */
    void skipCopiedRows() {
        int line = nextLine(lineEnd(position));
        while (line < limit && !isEndOfCopiedRows(line)) {
            line = nextLine(lineEnd(line));
        }
        position = Math.min(limit, lineEnd(line));
    }

    private boolean isEndOfCopiedRows(int line) {
        return sql.startsWith("\\.", line)
                && sql.substring(line, lineEnd(line)).strip().equals("\\.");
    }

    private void skipSpace() {
        while (position < limit && Characters.isSpace(sql.charAt(position))) {
            // A delimiter may be written as a line end with something after it.
            if (!endDelimiter.isEmpty() && sql.startsWith(endDelimiter, position)) {
                return;
            }
            position++;
        }
    }

    private Token word(int start) {
        int end = start + 1;
        while (Characters.isNamePart(at(end))) {
            end++;
        }
        char next = at(end);
        if (end - start == 1 && next == '\'' && "eEbBxXnN".indexOf(sql.charAt(start)) >= 0) {
            return string(start, end, "eE".indexOf(sql.charAt(start)) >= 0);
        }
        if (end - start == 1 && "uU".indexOf(sql.charAt(start)) >= 0 && next == '&') {
            if (at(end + 1) == '\'') {
                return string(start, end + 1, false);
            }
            if (at(end + 1) == '"') {
                return quotedName(start, end + 1);
            }
        }
        return token(Kind.WORD, lower(start, end), start, end);
    }

    private Token number(int start) {
        int end = start;
        boolean prefixed = at(start) == '0' && "xXoObB".indexOf(at(start + 1)) >= 0;
        while (end < limit) {
            char c = sql.charAt(end);
            boolean sign = (c == '+' || c == '-') && !prefixed && "eE".indexOf(sql.charAt(end - 1)) >= 0;
            // Two dots are a range of PL/pgSQL, not a decimal point.
            boolean point = c == '.' && at(end + 1) != '.';
            if (!Characters.isDigit(c)
                    && !Characters.isNamePart(c)
                    && !point
                    && !(end > start && sign && Characters.isDigit(at(end + 1)))) {
                break;
            }
            end++;
        }
        return token(Kind.NUMBER, sql.substring(start, end), start, end);
    }

    private Token string(int start, int quote, boolean backslashes) {
        int end = closing(quote, '\'', backslashes);
        if (end < 0) {
            fault(start, "the quoted string is not closed");
            return token(Kind.STRING, sql.substring(quote + 1, limit), start, limit);
        }
        String body = sql.substring(quote + 1, end - 1).replace("''", "'");
        return token(Kind.STRING, backslashes ? Escapes.backslashes(body) : body, start, end);
    }

    private Token quotedName(int start, int quote) {
        int end = closing(quote, '"', false);
        if (end < 0) {
            fault(start, "the quoted name is not closed");
            return token(Kind.QUOTED_NAME, sql.substring(quote + 1, limit), start, limit);
        }
        String body = sql.substring(quote + 1, end - 1).replace("\"\"", "\"");
        if (body.isEmpty()) {
            fault(start, "a quoted name cannot be empty");
        }
        return token(Kind.QUOTED_NAME, quote > start ? Escapes.unicode(body) : body, start, end);
    }

    /** The offset after the closing quote, or -1. */
    private int closing(int quote, char mark, boolean backslashes) {
        int i = quote + 1;
        while (i < limit) {
            char c = sql.charAt(i);
            if (c == '\\' && backslashes) {
                i += 2;
            } else if (c == mark && at(i + 1) == mark) {
                i += 2;
            } else if (c == mark) {
                return i + 1;
            } else {
                i++;
            }
        }
        return -1;
    }

    private Token dollar(int start) {
        if (Characters.isDigit(at(start + 1))) {
            int end = start + 1;
            while (Characters.isDigit(at(end))) {
                end++;
            }
            return token(Kind.PARAMETER, sql.substring(start, end), start, end);
        }
        int tagEnd = start + 1;
        if (Characters.isNameStart(at(tagEnd))) {
            while (Characters.isNamePart(at(tagEnd)) && at(tagEnd) != '$') {
                tagEnd++;
            }
        }
        if (at(tagEnd) != '$') {
            fault(start, "\"$\" begins neither a parameter nor a dollar quote");
            return token(Kind.OTHER, "$", start, start + 1);
        }
        String tag = sql.substring(start, tagEnd + 1);
        int close = sql.indexOf(tag, tagEnd + 1);
        if (close < 0 || close + tag.length() > limit) {
            fault(start, "the dollar quote " + tag + " is not closed");
            return token(Kind.STRING, sql.substring(tagEnd + 1, limit), start, limit);
        }
        return token(Kind.STRING, sql.substring(tagEnd + 1, close), start, close + tag.length());
    }

    /** Casts, assignments, slices, and variables of psql. */
    private Token colon(int start) {
        char next = at(start + 1);
        if (next == ':' || next == '=') {
            return token(Kind.OPERATOR, sql.substring(start, start + 2), start, start + 2);
        }
        if (next == '\'' || next == '"') {
            int end = closing(start + 1, next, false);
            if (end > 0 && sql.substring(start + 2, end - 1).chars().allMatch(c -> Characters.isNamePart((char) c))) {
                return token(next == '"' ? Kind.QUOTED_NAME : Kind.STRING, sql.substring(start, end), start, end);
            }
        }
        return token(Kind.OTHER, ":", start, start + 1);
    }

    private Token commentOrOperator(int start) {
        if (sql.startsWith("--", start)) {
            return token(Kind.COMMENT, sql.substring(start, lineEnd(start)), start, lineEnd(start));
        }
        if (sql.startsWith("/*", start)) {
            return blockComment(start);
        }
        int end = Operators.end(sql, start, limit);
        if (end == start) {
            if (at(start) != '[' && at(start) != ']' && at(start) != '{' && at(start) != '}') {
                fault(start, "the character \"" + at(start) + "\" has no meaning here");
            }
            return token(Kind.OTHER, sql.substring(start, start + 1), start, start + 1);
        }
        return token(Kind.OPERATOR, sql.substring(start, end), start, end);
    }

    private Token blockComment(int start) {
        int depth = 1;
        int i = start + 2;
        while (i < limit && depth > 0) {
            if (sql.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (sql.startsWith("*/", i)) {
                depth--;
                i += 2;
            } else {
                i++;
            }
        }
        if (depth > 0) {
            fault(start, "the comment is not closed");
        }
        i = Math.min(i, limit);
        return token(Kind.COMMENT, sql.substring(start, i), start, i);
    }

    private Token token(Kind kind, String text, int start, int end) {
        position = end;
        return new Token(kind, text, start, end);
    }

    private void fault(int offset, String message) {
        faults.add(new Fault(offset, message));
    }

    /** The character at an offset, or one that nothing begins with. */
    private char at(int offset) {
        return offset < limit ? sql.charAt(offset) : '\0';
    }

    private int lineEnd(int from) {
        int end = sql.indexOf('\n', Math.min(from, limit));
        return end < 0 || end > limit ? limit : end;
    }

    private int nextLine(int lineEnd) {
        return Math.min(limit, lineEnd + 1);
    }

    /** The server folds only the letters of ASCII. */
    private String lower(int start, int end) {
        char[] folded = new char[end - start];
        for (int i = start; i < end; i++) {
            char c = sql.charAt(i);
            folded[i - start] = c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        return new String(folded);
    }
}
