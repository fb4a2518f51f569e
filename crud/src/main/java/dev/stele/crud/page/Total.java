package dev.stele.crud.page;

/**
 * How many rows there are in all.
 *
 * @param rows their number, as far as counted
 * @param precision how to take it
 */
public record Total(long rows, Precision precision) {
    /** The number for people: {@code 42}, {@code 1000+} or {@code ~3500}. */
    @Override
    public String toString() {
        return switch (precision) {
            case EXACT -> Long.toString(rows);
            case AT_LEAST -> rows + "+";
            case ESTIMATED -> "~" + rows;
        };
    }

    /** How to take a number. */
    public enum Precision {
        /** As it is. */
        EXACT,
        /** There are more. */
        AT_LEAST,
        /** About so many. */
        ESTIMATED
    }
}
