package dev.stele.core.mapping;

import java.math.BigDecimal;

/** Numbers that {@code numeric} can hold; of longer ones the driver's binary form would make others and say nothing. */
final class ExactNumbers {
    private static final String PROBLEM = "is out of the range of numbers that PostgreSQL stores";

    /** PostgreSQL manual, "Numeric Types". */
    private static final int MOST_DIGITS_BEFORE_THE_POINT = 131_072;

    private static final int MOST_DIGITS_BEHIND_THE_POINT = 16_383;

    private ExactNumbers() {}

    /** The number, if it is one that can be stored. */
    static BigDecimal storable(BigDecimal number) {
        long before = (long) number.precision() - number.scale();
        if (before > MOST_DIGITS_BEFORE_THE_POINT || number.scale() > MOST_DIGITS_BEHIND_THE_POINT) {
            throw new IllegalArgumentException(PROBLEM);
        }
        return number;
    }
}
