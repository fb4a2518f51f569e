package dev.stele.core.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * One column of an entity's table.
 *
 * @param name the name as the catalog stores it
 * @param sql the name as it stands in a statement, quoted where needed
 * @param nullable whether it takes NULL
 * @param defaulted whether the database fills it when an INSERT leaves it out
 * @param codec how its values are bound and read
 * @param limit how much it takes, where the mapping says
 */
public record ColumnMapping(
        String name,
        String sql,
        boolean nullable,
        boolean defaulted,
        ColumnCodec codec,
        @Nullable Limit limit) {
    /**
     * How much a column takes, as its mapping says: characters of a text, or digits of a number.
     *
     * @param most characters, or digits before the point and behind it
     * @param scale digits behind the point; of texts -1
     */
    public record Limit(int most, int scale) {
        private static final int TEXT = -1;

        /** The limit of {@code varchar(length)} and {@code char(length)}. */
        static Limit ofText(int length) {
            return new Limit(length, TEXT);
        }

        /** What is wrong with the value, in words to stand behind a field's name; null where the column takes it. */
        public @Nullable String problem(@Nullable Object value) {
            if (value instanceof String text && scale == TEXT) {
                return text.length() <= most ? null : longText(text);
            }
            return value instanceof BigDecimal number && scale != TEXT ? largeNumber(number) : null;
        }

        /** Characters are code points; blanks behind the last one that fits are cut off by the server, as SQL has it. */
        private @Nullable String longText(String text) {
            int characters = text.codePointCount(0, text.length());
            if (characters <= most) {
                return null;
            }
            for (int i = text.offsetByCodePoints(0, most); i < text.length(); i++) {
                if (text.charAt(i) != ' ') {
                    return "has %d characters; its column takes %d".formatted(characters, most);
                }
            }
            return null;
        }

        private @Nullable String largeNumber(BigDecimal number) {
            int before = most - scale;
            // One digit less than the column takes stays so when it is rounded.
            if (digits(number) < before || number.signum() == 0) {
                return null;
            }
            // A number far too long to be stored at all would take minutes to round.
            long digits = digits(number);
            if (digits == before && number.scale() > scale) {
                digits = digits(number.setScale(scale, RoundingMode.HALF_UP));
            }
            return digits <= before
                    ? null
                    : "has %d digits before the point; its column takes %d".formatted(digits, before);
        }

        private static long digits(BigDecimal number) {
            return (long) number.precision() - number.scale();
        }
    }
}
