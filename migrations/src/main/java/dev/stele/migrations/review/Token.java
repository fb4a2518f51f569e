package dev.stele.migrations.review;

/**
 * A word of SQL.
 *
 * @param kind what it is
 * @param text its meaning: unquoted words in lower case, quoted names and strings without quotes
 * @param start the offset of its first character
 * @param end the offset after its last character
 */
record Token(Kind kind, String text, int start, int end) {

    enum Kind {
        /** A keyword, or a name without quotes. */
        WORD,
        QUOTED_NAME,
        STRING,
        NUMBER,
        PARAMETER,
        OPERATOR,
        OPEN,
        CLOSE,
        COMMA,
        DOT,
        SEMICOLON,
        COMMENT,
        /** A line that psql reads itself. */
        META,
        OTHER
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    /** Whether it can be a name of something. */
    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }
}
