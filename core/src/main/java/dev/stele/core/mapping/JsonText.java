package dev.stele.core.mapping;

import dev.stele.core.error.Misuse;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes values as JSON text: what {@link Json} reads, and records, arrays, enums, UUIDs and times on top. */
final class JsonText {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder text = new StringBuilder();
    private int depth;

    private JsonText() {}

    /**
     * The text of the value.
     *
     * @throws Misuse if a part of it is of a type that has no JSON form
     * @throws IllegalArgumentException if a number has none, or it is nested deeper than {@link Json} reads
     */
    static String of(@Nullable Object value) {
        JsonText json = new JsonText();
        json.append(value);
        return json.text.toString();
    }

    private void append(@Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            text.append(value);
        } else if (value instanceof CharSequence string) {
            string(string);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Map<?, ?>
                || value instanceof Iterable<?>
                || value instanceof Record
                || value.getClass().isArray()) {
            nested(value);
        } else if (value instanceof Enum<?> constant) {
            string(constant.name());
        } else if (value instanceof UUID || value instanceof TemporalAccessor) {
            string(value.toString());
        } else {
            throw new Misuse(
                    "a value of type %s has no JSON form"
                            .formatted(value.getClass().getName()),
                    "use maps, lists, records, strings, numbers and booleans, or map the attribute with an"
                            + " AttributeConverter");
        }
    }

    // A value that contains itself would have no end.
    private void nested(Object value) {
        if (++depth > Json.MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "contains itself, or is nested deeper than %d levels".formatted(Json.MAX_DEPTH));
        }
        if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof Iterable<?> all) {
            array(all);
        } else if (value instanceof Record record) {
            record(record);
        } else {
            array(value);
        }
        depth--;
    }

    private void object(Map<?, ?> map) {
        char before = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(before);
            string(entry.getKey() instanceof Enum<?> constant ? constant.name() : String.valueOf(entry.getKey()));
            text.append(':');
            append(entry.getValue());
            before = ',';
        }
        text.append(before == '{' ? "{}" : "}");
    }

    private void array(Iterable<?> all) {
        char before = '[';
        for (Object element : all) {
            text.append(before);
            append(element);
            before = ',';
        }
        text.append(before == '[' ? "[]" : "]");
    }

    private void array(Object array) {
        text.append('[');
        for (int i = 0; i < Array.getLength(array); i++) {
            if (i > 0) {
                text.append(',');
            }
            append(Array.get(array, i));
        }
        text.append(']');
    }

    private void record(Record record) {
        char before = '{';
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            text.append(before);
            string(component.getName());
            text.append(':');
            append(JsonFormat.component(record, component));
            before = ',';
        }
        text.append(before == '{' ? "{}" : "}");
    }

    private void number(Number number) {
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                throw new IllegalArgumentException("holds NaN or infinity, for which JSON has no number");
            }
        }
        text.append(number);
    }

    private void string(CharSequence string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= 0x20) {
                text.append(c);
            } else {
                text.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        text.append('"');
    }
}
