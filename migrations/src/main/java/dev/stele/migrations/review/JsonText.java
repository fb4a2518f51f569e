package dev.stele.migrations.review;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes JSON, indented by two spaces. */
final class JsonText {
    private final StringBuilder text = new StringBuilder();
    private final Deque<Boolean> filled = new ArrayDeque<>();
    private boolean afterKey;

    JsonText open(char bracket) {
        separate();
        text.append(bracket);
        filled.push(false);
        return this;
    }

    JsonText close(char bracket) {
        if (filled.pop()) {
            line();
        }
        text.append(bracket);
        return this;
    }

    JsonText key(String name) {
        separate();
        quote(name);
        text.append(": ");
        afterKey = true;
        return this;
    }

    JsonText field(String name, String value) {
        return key(name).value(value);
    }

    JsonText field(String name, long value) {
        key(name).separate();
        text.append(value);
        return this;
    }

    JsonText value(String value) {
        separate();
        quote(value);
        return this;
    }

    JsonText literal(String value) {
        separate();
        text.append(value);
        return this;
    }

    private void separate() {
        if (afterKey) {
            afterKey = false;
            return;
        }
        if (!filled.isEmpty()) {
            text.append(filled.pop() ? "," : "");
            filled.push(true);
            line();
        }
    }

    private void line() {
        text.append('\n').append("  ".repeat(filled.size()));
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    // Lone surrogates are no text, so they are written as what they are.
                    if (c < ' ' || c == '\u2028' || c == '\u2029' || (Character.isSurrogate(c) && !isPair(value, i))) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean isPair(String value, int i) {
        char c = value.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
    }

    @Override
    public String toString() {
        return text + "\n";
    }
}
