package dev.stele.migrations.review;

import java.util.Locale;

/**
 * How large a table is.
 *
 * @param rows the planner's estimate, or -1 where the table was never analyzed
 * @param bytes on disk, with indexes
 */
public record TableSize(long rows, long bytes) {
    private static final long SMALL_ROWS = 10_000;
    private static final long LARGE_ROWS = 1_000_000;
    private static final long SMALL_BYTES = 8L << 20;
    private static final long LARGE_BYTES = 1L << 30;

    /** Refuses less than nothing. */
    public TableSize {
        if (rows < -1 || bytes < 0) {
            throw new IllegalArgumentException(
                    "rows must be at least -1 and bytes at least 0 but were " + rows + " and " + bytes);
        }
    }

    /** At most 10,000 rows, or 8 MB where the rows are not known. */
    boolean isSmall() {
        return rows >= 0 ? rows <= SMALL_ROWS : bytes <= SMALL_BYTES;
    }

    /** At least a million rows, or 1 GB. */
    boolean isLarge() {
        return rows >= LARGE_ROWS || bytes >= LARGE_BYTES;
    }

    /** As people read it, such as {@code 10,000,000 rows, 1.2 GB}. */
    @Override
    public String toString() {
        String size = bytes >= 1L << 30
                ? String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1L << 30))
                : bytes >= 1L << 20
                        ? String.format(Locale.ROOT, "%.1f MB", bytes / (double) (1L << 20))
                        : String.format(Locale.ROOT, "%d kB", bytes >> 10);
        String count = rows < 0
                ? "an unknown number of rows"
                : String.format(Locale.ROOT, rows == 1 ? "%,d row" : "%,d rows", rows);
        return bytes == 0 ? count : count + ", " + size;
    }
}
