package dev.stele.migrations.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An expression as the server prints it, cut into words; it is printed with standard strings and all parentheses. */
final class PlanText {
    // No group is repeated without end, which would take stack for each time. What is quoted within a string is two
    // strings side by side.
    private static final String PART = "(?:\"[^\"]*+(?:\"\"[^\"]*+){0,63}\"|[\\p{L}_][\\p{L}\\p{N}_$]*+)";

    private static final Pattern WORD = Pattern.compile(
            "(?<string>'[^']*+')"
                    + "|(?<name>" + PART + "(?:\\.(?:" + PART + "|\\*)){0,4})"
                    + "|(?<parameter>\\$\\d+)"
                    + "|(?<number>(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)"
                    + "|(?<cast>::)"
                    + "|(?<operator>[-+*/<>=~!@#%^&|`?]+)"
                    + "|(?<other>\\s+|.)",
            Pattern.DOTALL);

    private static final Pattern NAME_PART = Pattern.compile("\"([^\"]*+(?:\"\"[^\"]*+){0,63})\"|([^.\"]+)");

    private PlanText() {}

    /** Whether a parameter such as {@code $1} is in a text. */
    static boolean hasParameter(String text) {
        return words(text).stream().anyMatch(word -> word.kind() == Kind.PARAMETER);
    }

    /** The words in their order, blanks left out. */
    static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            Kind kind = kind(matcher);
            if (kind != Kind.OTHER || !matcher.group().isBlank()) {
                words.add(new Word(kind, matcher.group(), matcher.start()));
            }
        }
        return words;
    }

    private static Kind kind(Matcher matcher) {
        for (Kind kind : Kind.values()) {
            if (matcher.group(kind.group) != null) {
                return kind;
            }
        }
        return Kind.OTHER;
    }

    /** The parts of a name such as {@code t."Column"}, unquoted. */
    static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = NAME_PART.matcher(name);
        while (matcher.find()) {
            String quoted = matcher.group(1);
            parts.add(quoted == null ? matcher.group(2) : quoted.replace("\"\"", "\""));
        }
        return parts;
    }

    enum Kind {
        STRING("string"),
        NAME("name"),
        PARAMETER("parameter"),
        NUMBER("number"),
        CAST("cast"),
        OPERATOR("operator"),
        OTHER("other");

        private final String group;

        Kind(String group) {
            this.group = group;
        }
    }

    /**
     * A word of an expression.
     *
     * @param start its offset in the text
     */
    record Word(Kind kind, String text, int start) {
        boolean is(String other) {
            return text.equals(other);
        }
    }
}
