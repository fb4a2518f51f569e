package dev.stele.core.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;

/** Numbers that {@code numeric} can hold; of longer ones the driver's binary form would make others and say nothing. */
final class ExactNumbers {
    private static final String PROBLEM = "is out of the range of numbers that PostgreSQL stores";

    /** PostgreSQL manual, "Numeric Types". */
    private static final int MOST_DIGITS_BEFORE_THE_POINT = 131_072;

    private static final int MOST_DIGITS_BEHIND_THE_POINT = 16_383;

    private static final int MOST_BITS =
            BigInteger.TEN.pow(MOST_DIGITS_BEFORE_THE_POINT).bitLength();

    private ExactNumbers() {}

    /** The number, if it is one that can be stored. */
    static BigDecimal storable(BigDecimal number) {
        long before = (long) number.precision() - number.scale();
        if (before > MOST_DIGITS_BEFORE_THE_POINT || number.scale() > MOST_DIGITS_BEHIND_THE_POINT) {
            throw new IllegalArgumentException(PROBLEM);
        }
        return number;
    }

    /** The whole number, if it is one that can be stored. */
    static BigDecimal storable(BigInteger number) {
        // To count the digits of a far longer one would take minutes.
        if (number.bitLength() > MOST_BITS) {
            throw new IllegalArgumentException(PROBLEM);
        }
        return storable(new BigDecimal(number));
    }

    /** A stored number as a whole one, which the server does not promise of every {@code numeric}. */
    static BigInteger whole(BigDecimal stored) throws SQLException {
        try {
            return stored.toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw new SQLException("a numeric has a fraction and cannot be read as a BigInteger", "22003", e);
        }
    }
}
