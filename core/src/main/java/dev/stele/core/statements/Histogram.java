package dev.stele.core.statements;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongUnaryOperator;

/**
 * How often times were seen, in buckets of which sixteen cover an octave, so that none is wider than 6.25 % of its times.
 *
 * <p>Lock-free, no count is lost. Octaves that are never seen take no memory: a statement has some five, a kilobyte.
 */
final class Histogram {
    private static final int BITS = 4;
    private static final int CELLS = 1 << BITS;
    /** Up to 2^44 ns, which is almost five hours; what is longer counts as that. */
    private static final int OCTAVES = 41;

    private static final long MOST = (1L << 44) - 1;

    private final AtomicReferenceArray<AtomicLongArray> octaves = new AtomicReferenceArray<>(OCTAVES);

    /** Counts a time. */
    void add(long nanos) {
        long time = Math.max(0, Math.min(MOST, nanos));
        int octave = octave(time);
        cells(octave).getAndIncrement(cell(octave, time));
    }

    private AtomicLongArray cells(int octave) {
        AtomicLongArray known = octaves.get(octave);
        if (known != null) {
            return known;
        }
        AtomicLongArray made = new AtomicLongArray(CELLS);
        AtomicLongArray other = octaves.compareAndExchange(octave, null, made);
        return other == null ? made : other;
    }

    /** Times below 16 have a bucket each; then one octave is all times of the same highest bit. */
    private static int octave(long time) {
        return time < CELLS ? 0 : 64 - BITS - Long.numberOfLeadingZeros(time);
    }

    private static int cell(int octave, long time) {
        return octave == 0 ? (int) time : (int) (time >>> (octave - 1)) & (CELLS - 1);
    }

    /** The longest time of a bucket. */
    private static long end(int octave, int cell) {
        return octave == 0 ? cell : ((long) (CELLS + cell + 1) << (octave - 1)) - 1;
    }

    /** How many times were counted. */
    long count() {
        long count = 0;
        for (int octave = 0; octave < OCTAVES; octave++) {
            AtomicLongArray cells = octaves.get(octave);
            for (int cell = 0; cells != null && cell < CELLS; cell++) {
                count += cells.get(cell);
            }
        }
        return count;
    }

    /** Which time a share of those counted did not exceed, given in thousandths: the end of its bucket. */
    LongUnaryOperator percentiles() {
        long[] counts = new long[OCTAVES * CELLS];
        long all = 0;
        for (int octave = 0; octave < OCTAVES; octave++) {
            AtomicLongArray cells = octaves.get(octave);
            for (int cell = 0; cells != null && cell < CELLS; cell++) {
                counts[octave * CELLS + cell] = cells.get(cell);
                all += cells.get(cell);
            }
        }
        long counted = all;
        return thousandths -> {
            long wanted = Math.max(1, (counted * thousandths + 999) / 1000);
            long seen = 0;
            for (int i = 0; i < counts.length; i++) {
                seen += counts[i];
                if (seen >= wanted) {
                    return end(i / CELLS, i % CELLS);
                }
            }
            return 0;
        };
    }

    /** How many octaves take memory. */
    int octavesInUse() {
        int used = 0;
        for (int octave = 0; octave < OCTAVES; octave++) {
            used += octaves.get(octave) == null ? 0 : 1;
        }
        return used;
    }
}
