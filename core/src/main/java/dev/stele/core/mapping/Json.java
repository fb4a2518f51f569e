package dev.stele.core.mapping;

import dev.stele.core.error.Misuse;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON text (RFC 8259) as maps, lists, strings, numbers, booleans and null.
 *
 * <p>Whole numbers become {@link Long}, or {@link BigInteger} beyond its range; others {@link Double} where that keeps
 * the value, else {@link BigDecimal}. Objects keep the order of their keys; of a repeated key the last one counts.
 */
public final class Json {
    static final int MAX_DEPTH = 500;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /**
     * The value the text stands for.
     *
     * @throws IllegalArgumentException if it is not JSON, or nested deeper than 500 levels
     */
    public static @Nullable Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.skipBlanks();
        if (json.at < text.length()) {
            throw json.fault("the end");
        }
        return value;
    }

    /** The text of maps, lists, strings, numbers, booleans, records and null; refuses all else as {@code Misuse}. */
    public static String write(@Nullable Object value) {
        try {
            return JsonText.of(value);
        } catch (IllegalArgumentException e) {
            throw unwritable(e);
        }
    }

    static Misuse unwritable(IllegalArgumentException why) {
        return new Misuse("a value for JSON " + why.getMessage(), "write null or a text in its place");
    }

    private @Nullable Object value() {
        skipBlanks();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        enter();
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        skipBlanks();
        if (peek() == '}') {
            leave();
            return object;
        }
        while (true) {
            skipBlanks();
            String key = string();
            skipBlanks();
            expect(':');
            object.put(key, value());
            skipBlanks();
            if (peek() == '}') {
                leave();
                return object;
            }
            expect(',');
        }
    }

    private List<@Nullable Object> array() {
        enter();
        List<@Nullable Object> array = new ArrayList<>();
        skipBlanks();
        if (peek() == ']') {
            leave();
            return array;
        }
        while (true) {
            array.add(value());
            skipBlanks();
            if (peek() == ']') {
                leave();
                return array;
            }
            expect(',');
        }
    }

    private String string() {
        expect('"');
        int start = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                return text.substring(start, at++);
            }
            if (c == '\\') {
                return escapedString(start);
            }
            if (c < 0x20) {
                break;
            }
            at++;
        }
        throw fault("the end of a string");
    }

    private String escapedString(int start) {
        StringBuilder string = new StringBuilder(text.substring(start, at));
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return string.toString();
            }
            if (c < 0x20) {
                break;
            }
            string.append(c == '\\' ? escape() : c);
        }
        throw fault("the end of a string");
    }

    private char escape() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> {
                at--;
                throw fault("an escape");
            }
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0 || peek() > 'f') {
                throw fault("four hexadecimal digits");
            }
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    private Number number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        int first = at;
        int digits = digits();
        if (digits > 1 && text.charAt(first) == '0') {
            at = first;
            throw fault("a number without leading zeros");
        }
        boolean whole = true;
        if (peek() == '.') {
            at++;
            digits();
            whole = false;
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
            whole = false;
        }
        String number = text.substring(start, at);
        return whole ? whole(number) : fraction(number);
    }

    private int digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw fault("a value");
        }
        return at - start;
    }

    private static Number whole(String number) {
        if (number.length() < 19) {
            return Long.parseLong(number);
        }
        BigInteger big = new BigInteger(number);
        return big.bitLength() < Long.SIZE ? (Number) big.longValue() : big;
    }

    private static Number fraction(String number) {
        double value = Double.parseDouble(number);
        BigDecimal exact = new BigDecimal(number);
        boolean kept = Double.isFinite(value) && new BigDecimal(Double.toString(value)).compareTo(exact) == 0;
        return kept ? (Number) value : exact;
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw fault("a value");
        }
        at += word.length();
        return value;
    }

    private void enter() {
        at++;
        if (++depth > MAX_DEPTH) {
            throw fault("at most " + MAX_DEPTH + " levels");
        }
    }

    private void leave() {
        at++;
        depth--;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw fault("'" + c + "'");
        }
        at++;
    }

    /** The next character, or NUL at the end, which is part of no JSON text outside strings. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException fault(String expected) {
        return new IllegalArgumentException("not JSON: expected %s at character %d".formatted(expected, at));
    }
}
