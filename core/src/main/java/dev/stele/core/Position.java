package dev.stele.core;

import dev.stele.core.error.Invalid;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a database's history, by which a replica is asked whether it has come so far.
 *
 * <p>Its text may be kept in a cookie. It is no secret: who makes one up only slows down the own reads.
 *
 * @param timeline grows by one at each promotion, from 1
 * @param lsn the bytes of history before it
 */
public record Position(long timeline, long lsn) {
    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{1,8})-([0-9a-f]{1,16})");

    /** Refuses numbers that no server has. */
    public Position {
        if (timeline < 1 || timeline > 0xFFFFFFFFL) {
            throw new IllegalArgumentException("timeline must be 1 to 4294967295 but was " + timeline);
        }
        if (lsn < 0) {
            throw new IllegalArgumentException("lsn must not be negative but was " + lsn);
        }
    }

    /**
     * Reads what {@link #toString} has written.
     *
     * @throws Invalid if the text is something else
     */
    public static Position parse(String text) {
        Matcher parts = TEXT.matcher(text);
        try {
            if (parts.matches()) {
                return new Position(Long.parseLong(parts.group(1), 16), Long.parseLong(parts.group(2), 16));
            }
        } catch (IllegalArgumentException outOfRange) {
            // It is told below, as it came from outside.
        }
        throw new Invalid(
                List.of(new Invalid.FieldError("position", "is not one that this system gave out")), null, null);
    }

    /** Lower-case hexadecimal digits on both sides of a hyphen, such as {@code 2-16b3748}. */
    @Override
    public String toString() {
        return Long.toHexString(timeline) + '-' + Long.toHexString(lsn);
    }
}
