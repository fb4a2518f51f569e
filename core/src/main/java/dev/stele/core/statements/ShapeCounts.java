package dev.stele.core.statements;

import java.util.Arrays;

/** How often each shape ran within one unit of work; not safe for use by several threads. */
final class ShapeCounts {
    /** A unit with more shapes than that repeats none of the later ones so often that it matters. */
    private static final int MOST = 64;

    private StatementShape[] shapes = new StatementShape[4];
    private int[] counts = new int[4];
    private long[] nanos = new long[4];
    private String[] callers = {"", "", "", ""};
    private int size;

    /** Counts a run and returns how many of its shape there are now; 0 where there are too many shapes. */
    int add(StatementShape shape, long time) {
        int at = indexOf(shape);
        if (at < 0) {
            return 0;
        }
        nanos[at] += time;
        if (++counts[at] == Repetitions.LEAST) {
            callers[at] = CallSite.here().caller();
        }
        return counts[at];
    }

    boolean has(StatementShape shape) {
        for (int i = 0; i < size; i++) {
            if (isSame(shapes[i], shape)) {
                return true;
            }
        }
        return false;
    }

    private int indexOf(StatementShape shape) {
        // What comes again is mostly what came last.
        for (int i = size - 1; i >= 0; i--) {
            if (isSame(shapes[i], shape)) {
                return i;
            }
        }
        if (size == MOST) {
            return -1;
        }
        if (size == shapes.length) {
            shapes = Arrays.copyOf(shapes, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
            nanos = Arrays.copyOf(nanos, 2 * size);
            callers = Arrays.copyOf(callers, 2 * size);
        }
        shapes[size] = shape;
        callers[size] = "";
        return size++;
    }

    /** Two handles may be of one text; that they are counted in one place says so. */
    private static boolean isSame(StatementShape one, StatementShape other) {
        return one == other || (one.tally() != null && one.tally() == other.tally());
    }

    /** Tells of those that ran ten times and more, but not more often than {@code most}. */
    void tell(Repetitions repetitions, long most) {
        for (int i = 0; i < size; i++) {
            if (counts[i] >= Repetitions.LEAST && counts[i] <= most) {
                repetitions.add(shapes[i], callers[i], counts[i], nanos[i]);
            }
        }
    }
}
