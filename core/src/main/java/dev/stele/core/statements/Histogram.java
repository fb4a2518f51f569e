package dev.stele.core.statements;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongUnaryOperator;

/**
 * How often times were seen, in buckets of which sixteen cover an octave, so that none is wider than 6.25 % of its times.
 *
 * <p>Lock-free, no count is lost. One array of four kilobytes, since what a call of microseconds touches is rarely cached.
 */
final class Histogram {
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int BITS = 4;
    private static final int PER_OCTAVE = 1 << BITS;
    private static final int OCTAVES = 32;

    /** Times are counted in units of 64 ns: below a microsecond nothing is told apart. */
    private static final int UNIT_BITS = 6;

    /** More than half an hour; what is longer counts as that. */
    private static final long MOST = 1L << (UNIT_BITS + BITS + OCTAVES - 1);

    private final long[] cells = new long[OCTAVES * PER_OCTAVE];

    /** Counts a time. */
    void add(long nanos) {
        CELLS.getAndAdd(cells, cell(Math.max(0, Math.min(MOST - 1, nanos)) >>> UNIT_BITS), 1L);
    }

    /** The first octave has a bucket for each unit; then one is all times of the same highest bit. */
    private static int cell(long units) {
        if (units < PER_OCTAVE) {
            return (int) units;
        }
        int octave = 64 - BITS - Long.numberOfLeadingZeros(units);
        return octave * PER_OCTAVE + ((int) (units >>> (octave - 1)) & (PER_OCTAVE - 1));
    }

    /** The longest time of a bucket. */
    private static long end(int cell) {
        int octave = cell / PER_OCTAVE;
        int within = cell % PER_OCTAVE;
        long units = octave == 0 ? within + 1 : (long) (PER_OCTAVE + within + 1) << (octave - 1);
        return (units << UNIT_BITS) - 1;
    }

    /** How many times were counted. */
    long count() {
        long count = 0;
        for (int cell = 0; cell < cells.length; cell++) {
            count += (long) CELLS.getVolatile(cells, cell);
        }
        return count;
    }

    /** Which time a share of those counted did not exceed, given in thousandths: the end of its bucket. */
    LongUnaryOperator percentiles() {
        long[] counts = new long[cells.length];
        long all = 0;
        for (int cell = 0; cell < cells.length; cell++) {
            counts[cell] = (long) CELLS.getVolatile(cells, cell);
            all += counts[cell];
        }
        long counted = all;
        return thousandths -> {
            long wanted = Math.max(1, (counted * thousandths + 999) / 1000);
            long seen = 0;
            for (int cell = 0; cell < counts.length; cell++) {
                seen += counts[cell];
                if (seen >= wanted) {
                    return end(cell);
                }
            }
            return 0;
        };
    }
}
