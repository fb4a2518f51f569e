package dev.stele.core.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The backslash sequences of a double-quoted value; others stay as they are written. */
final class Escapes {
    private static final Pattern SEQUENCE = Pattern.compile("\\\\(?:0(\\d{0,3})|([abfnrtv$\\\\]))");
    private static final String LETTERS = "abfnrtv\\";
    private static final String MEANINGS = "\u0007\b\f\n\r\t\u000B\\";

    private Escapes() {}

    /** Replaces each sequence; an escaped dollar is doubled, which is how interpolation knows it for plain. */
    static String replace(String text) {
        return SEQUENCE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(meaning(match.group(1), match.group(2))));
    }

    private static String meaning(@Nullable String octal, String letter) {
        if (octal != null) {
            // Compose drops the zero of what is no octal number of three digits.
            return octal.matches("[0-3][0-7]{2}") ? Character.toString(Integer.parseInt(octal, 8)) : "\\" + octal;
        }
        return letter.equals("$") ? "$$" : MEANINGS.substring(LETTERS.indexOf(letter), LETTERS.indexOf(letter) + 1);
    }
}
