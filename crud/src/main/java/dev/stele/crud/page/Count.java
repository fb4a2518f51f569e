package dev.stele.crud.page;

import dev.stele.core.error.Misuse;

/**
 * Whether a page says how many rows there are in all, and how exactly; anything but NONE is one statement more.
 *
 * @param kind how to count
 * @param cap where {@link Kind#CAPPED} stops counting, else 0
 */
public record Count(Kind kind, long cap) {
    /** Do not count: the default. */
    public static final Count NONE = new Count(Kind.NONE, 0);
    /** Count every row; takes time in proportion to them. */
    public static final Count EXACT = new Count(Kind.EXACT, 0);
    /** Ask the planner, which knows from its statistics; fast, and off by as much as these are old. */
    public static final Count ESTIMATED = new Count(Kind.ESTIMATED, 0);

    /** Refuses a cap that does not belong to the kind. */
    public Count {
        if ((kind == Kind.CAPPED) != (cap > 0)) {
            throw new Misuse("a capped count needs a cap of at least 1", "say Count.upTo(1000)");
        }
    }

    /** Counts to {@code cap} and no further, so that more rows cost no more time. */
    public static Count upTo(long cap) {
        return new Count(Kind.CAPPED, cap);
    }

    /** How to count. */
    public enum Kind {
        /** Not at all. */
        NONE,
        /** Every row. */
        EXACT,
        /** Up to a limit. */
        CAPPED,
        /** By the planner's estimate. */
        ESTIMATED
    }
}
