package dev.stele.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the syntax of {@code .env} exactly as Docker Compose does, so that one file serves both.
 *
 * <p>A faulty line is noted and reading goes on at the next one. No fault or warning quotes a value.
 */
final class Dotenv {
    private final String text;
    private final String file;
    private final Map<String, String> environment;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int at;
    private int line = 1;

    private Dotenv(String text, String file, Map<String, String> environment) {
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        this.file = file;
        this.environment = environment;
    }

    /**
     * Reads the content of a file.
     *
     * @param file its name for messages
     * @param environment what {@code $NAME} means before the file itself is asked
     */
    static Dotenv parse(String text, String file, Map<String, String> environment) {
        Dotenv dotenv = new Dotenv(text, file, environment);
        dotenv.readAll();
        return dotenv;
    }

    /** What the file sets; where it sets a key twice, the last value. */
    Map<String, String> values() {
        return values;
    }

    /** Each line that is not understood, and what was expected. */
    List<String> faults() {
        return faults;
    }

    /** Each line that is understood but hardly meant. */
    List<String> warnings() {
        return warnings;
    }

    private void readAll() {
        for (skipToStatement(); at < text.length(); skipToStatement()) {
            int statement = line;
            try {
                readStatement();
            } catch (Malformed e) {
                faults.add(file + " line " + statement + ": " + e.getMessage());
            }
        }
    }

    private void skipToStatement() {
        while (at < text.length() && (isSpace(text.charAt(at)) || text.charAt(at) == '#')) {
            if (text.charAt(at) == '#') {
                takeLine();
            } else {
                line += text.charAt(at++) == '\n' ? 1 : 0;
            }
        }
    }

    private void readStatement() throws Malformed {
        if (text.startsWith("export", at) && at + 6 < text.length() && isSpace(text.charAt(at + 6))) {
            at += 6;
            skipBlanks();
        }
        int statement = line;
        int start = at;
        int end = endOfName();
        String name = withoutTrailingSpace(text.substring(start, end));
        if (name.indexOf(' ') >= 0) {
            takeLine();
            throw new Malformed("found a name with a space in it, expected NAME=value");
        }
        at = end;
        if (at == text.length() || text.charAt(at) == '\n') {
            // A name alone hands on what the environment has.
            variable(name).ifPresent(value -> values.put(name, value));
            return;
        }
        at++;
        skipBlanks();
        values.put(name, readValue(name, statement));
    }

    private int endOfName() throws Malformed {
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=' || c == ':' || c == '\n') {
                return i;
            }
            if (!isBlank(c) && !Character.isLetterOrDigit(c) && "_.-[]".indexOf(c) < 0) {
                takeLine();
                throw new Malformed("found the character \"" + c + "\" in a name, expected NAME=value");
            }
        }
        return text.length();
    }

    private String readValue(String name, int statement) throws Malformed {
        char first = at < text.length() ? text.charAt(at) : '\n';
        if (first == '\'') {
            return quoted('\'');
        }
        String raw;
        if (first == '"') {
            raw = Escapes.replace(quoted('"'));
        } else {
            String rest = takeLine();
            int comment = rest.indexOf(" #");
            raw = withoutTrailingSpace(comment < 0 ? rest : rest.substring(0, comment));
        }
        Interpolation interpolation = new Interpolation(this::variable);
        String value = interpolation.replace(raw);
        if (interpolation.unsetSeen()) {
            warnings.add(file + " line " + statement + ": " + name + " refers to a variable that is not set;"
                    + " nothing stands in its place\n  hint: write $$ for a plain $");
        }
        return value;
    }

    /** A backslash keeps the quote after it from closing, and goes; every other backslash stays. */
    private String quoted(char quote) throws Malformed {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            line += c == '\n' ? 1 : 0;
            if (c == quote) {
                at++;
                return value.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                char next = text.charAt(++at);
                line += next == '\n' ? 1 : 0;
                value.append(next == quote ? "" : "\\").append(next);
            } else {
                value.append(c);
            }
        }
        throw new Malformed("found a quoted value without its closing " + quote + ", expected one before the end");
    }

    /** The environment comes before the file, as in Compose. */
    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.getOrDefault(name, values.get(name)));
    }

    private String takeLine() {
        int end = text.indexOf('\n', at);
        String rest = text.substring(at, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 1;
        line++;
        return rest;
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static String withoutTrailingSpace(String value) {
        int end = value.length();
        while (end > 0 && isSpace(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(0, end);
    }

    private static boolean isBlank(char c) {
        return "\t\u000B\f\r \u0085\u00A0".indexOf(c) >= 0;
    }

    private static boolean isSpace(char c) {
        return c == '\n' || isBlank(c) || Character.isSpaceChar(c);
    }
}
