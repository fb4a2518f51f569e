package dev.stele.core.mapping;

/** Java strings may hold half a character; the driver would write a question mark in its place and say nothing. */
final class Characters {
    private static final String PROBLEM = "holds half a surrogate pair, which is no character";

    static final String NUL = "holds the character NUL, which PostgreSQL cannot store";

    private Characters() {}

    /**
     * The text itself.
     *
     * @throws UnwritableValue with the SQLSTATE by which the server refuses NUL, if it holds that or an unpaired surrogate
     */
    static String whole(String text) throws UnwritableValue {
        try {
            requireStorable(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw new UnwritableValue(String.valueOf(e.getMessage()), "22021", e);
        }
    }

    private static void requireStorable(String text) {
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException(NUL);
        }
        requireWhole(text);
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
