package dev.stele.core.mapping;

import java.sql.SQLException;

/** Java strings may hold half a character; the driver would write a question mark in its place and say nothing. */
final class Characters {
    private static final String PROBLEM = "holds half a surrogate pair, which is no character";

    private Characters() {}

    /**
     * The text itself.
     *
     * @throws SQLException with the SQLSTATE by which the server refuses NUL, if it holds an unpaired surrogate
     */
    static String whole(String text) throws SQLException {
        if (!isWhole(text)) {
            throw new SQLException("a text " + PROBLEM, "22021");
        }
        return text;
    }

    /** The same for {@link CopyText}. */
    static void requireWhole(String text) {
        if (!isWhole(text)) {
            throw new IllegalArgumentException(PROBLEM);
        }
    }

    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
