package dev.stele.migrations.diff;

import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the server prints of expressions, in the form to write, and in the form to compare.
 *
 * <p>A list of varchar constants is printed as an array that is cast as a whole; created again from that, it is printed
 * with a cast at each element, and stays so. Both are the same expression.
 */
final class Expressions {
    private static final String CONSTANT = "'(?:[^']|'')*'::character varying";
    private static final String CONSTANTS = CONSTANT + "(?:, " + CONSTANT + ")*";
    private static final Pattern CAST_AS_A_WHOLE = Pattern.compile("\\(ARRAY\\[(" + CONSTANTS + ")\\]\\)::text\\[\\]");
    private static final Pattern LIST =
            Pattern.compile("\\(((?:[\\w$]+|\"(?:[^\"]|\"\")+\")(?:\\.(?:[\\w$]+|\"(?:[^\"]|\"\")+\"))*)\\)::text"
                    + " (= ANY|<> ALL) \\(\\(ARRAY\\[(" + CONSTANTS + ")\\]\\)::text\\[\\]\\)");
    private static final Pattern VALUES = Pattern.compile("\\(\\s+VALUES(?=(?:[^']*'[^']*')*[^']*$)", Pattern.DOTALL);
    private static final Pattern ONE = Pattern.compile(CONSTANT);
    private static final Pattern SET =
            Pattern.compile("(= ANY|<> ALL) \\(ARRAY\\[((?:[^\\[\\]']|'(?:[^']|'')*')+)\\]\\)");
    private static final Pattern ELEMENT = Pattern.compile("(?:[^,']|'(?:[^']|'')*')+");

    private Expressions() {}

    /** As one would write it, so that the server prints exactly {@code printed} of it. */
    static String writable(String printed) {
        return LIST.matcher(printed)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1)
                        + (found.group(2).startsWith("=") ? " in (" : " not in (") + plain(found.group(3)) + ")"));
    }

    private static String plain(String constants) {
        return ONE.matcher(constants)
                .results()
                .map(MatchResult::group)
                .map(constant -> constant.substring(0, constant.length() - "::character varying".length()))
                .collect(Collectors.joining(", "));
    }

    /** The same text for expressions that mean the same, as far as the text alone tells. */
    static String comparable(String printed) {
        // A list of rows in FROM is printed with a blank before it the first time.
        return CAST_AS_A_WHOLE
                .matcher(VALUES.matcher(printed).replaceAll("(VALUES"))
                .replaceAll(found -> Matcher.quoteReplacement(ONE.matcher(found.group(1))
                        .results()
                        .map(one -> "(" + one.group() + ")::text")
                        .collect(Collectors.joining(", ", "ARRAY[", "]"))));
    }

    /** As {@link #comparable}, and whatever the order of the constants in a list. */
    static String asSets(String printed) {
        return SET.matcher(comparable(printed))
                .replaceAll(
                        found -> Matcher.quoteReplacement(found.group(1) + " (ARRAY[" + sorted(found.group(2)) + "])"));
    }

    private static String sorted(String elements) {
        List<String> found = ELEMENT.matcher(elements)
                .results()
                .map(element -> element.group().strip())
                .sorted()
                .toList();
        boolean constants = found.stream().allMatch(element -> element.startsWith("'") || element.startsWith("('"));
        return constants ? String.join(", ", found) : String.join(", ", Arrays.asList(elements.split(", ")));
    }
}
