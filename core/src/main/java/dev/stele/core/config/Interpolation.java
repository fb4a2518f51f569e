package dev.stele.core.config;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code $VAR}, {@code ${VAR}} and the forms with a default, an error or an alternative, as Compose does.
 *
 * <p>A {@code $} that starts no such form stays; {@code $$} is a plain {@code $}.
 */
final class Interpolation {
    private static final Pattern FORM = Pattern.compile("\\$(?:(\\$)|([A-Za-z_][A-Za-z0-9_]*)|(\\{))");
    private static final Pattern BRACED = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+?])(.*))?", Pattern.DOTALL);

    private final Function<String, Optional<String>> variables;
    private boolean unsetSeen;

    Interpolation(Function<String, Optional<String>> variables) {
        this.variables = variables;
    }

    /** Whether some variable had no value where none was foreseen; an empty text stands in its place. */
    boolean unsetSeen() {
        return unsetSeen;
    }

    /** The text with every variable replaced. */
    String replace(String text) throws Malformed {
        StringBuilder result = new StringBuilder();
        Matcher form = FORM.matcher(text);
        int done = 0;
        while (form.find(done)) {
            result.append(text, done, form.start());
            if (form.group(1) != null) {
                result.append('$');
                done = form.end();
            } else if (form.group(2) != null) {
                result.append(plain(form.group(2)));
                done = form.end();
            } else {
                int close = closingBrace(text, form.end());
                result.append(braced(text.substring(form.end(), close)));
                done = close + 1;
            }
        }
        return result.append(text, done, text.length()).toString();
    }

    private String plain(String name) {
        Optional<String> value = variables.apply(name);
        unsetSeen |= value.isEmpty();
        return value.orElse("");
    }

    private String braced(String inside) throws Malformed {
        Matcher matcher = BRACED.matcher(inside);
        if (!matcher.matches()) {
            throw new Malformed("found ${ without the name of a variable, expected ${NAME} (a plain $ is written $$)");
        }
        String name = matcher.group(1);
        String operator = matcher.group(2);
        if (operator == null) {
            return plain(name);
        }
        // With a colon an empty value counts as none.
        Optional<String> value = variables.apply(name).filter(text -> !operator.startsWith(":") || !text.isEmpty());
        return switch (operator.charAt(operator.length() - 1)) {
            case '-' -> value.isPresent() ? value.get() : replace(matcher.group(3));
            case '+' -> value.isPresent() ? replace(matcher.group(3)) : "";
            default -> value.orElseThrow(() -> required(name, matcher.group(3)));
        };
    }

    private static Malformed required(String name, String reason) {
        return new Malformed("found no value for " + name + ", expected one" + (reason.isEmpty() ? "" : ": " + reason));
    }

    /** Braces inside pair up; where they do not, the last one of the line closes, as in Compose. */
    private static int closingBrace(String text, int start) throws Malformed {
        int newline = text.indexOf('\n', start);
        int end = newline < 0 ? text.length() : newline;
        int open = 1;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (open == 0) {
                return i;
            }
        }
        int last = text.lastIndexOf('}', end - 1);
        if (last < start) {
            throw new Malformed("found ${ without its }, expected ${NAME} on one line (a plain $ is written $$)");
        }
        return last;
    }
}
