package dev.stele.migrations.backup;

import java.time.Duration;

/** Adds up what threads have done, and tells the listener now and then; safe for use by many threads. */
final class Meter {
    private static final long PAUSE = Duration.ofMillis(250).toNanos();

    private final BackupListener listener;
    private final long totalRows;
    private final long totalWork;
    private final long began = System.nanoTime();
    private long rows;
    private long bytes;
    private long work;
    private long told;

    /** Measures progress in {@code totalWork} units, whatever they are. */
    Meter(BackupListener listener, long totalRows, long totalWork) {
        this.listener = listener;
        this.totalRows = totalRows;
        this.totalWork = totalWork;
    }

    /** A part of a file is done. */
    synchronized void add(String table, long moreRows, long moreBytes) {
        rows += moreRows;
        bytes += moreBytes;
        if (System.nanoTime() - told > PAUSE) {
            tell(table);
        }
    }

    /** A file is done, of which {@link #add} was told already. */
    synchronized void finish(String table, long moreWork) {
        work += moreWork;
        tell(table);
    }

    private void tell(String table) {
        told = System.nanoTime();
        double done = totalWork <= 0 ? 1 : Math.min(1, (double) work / totalWork);
        listener.copied(
                new Progress(table, rows, Math.max(rows, totalRows), bytes, done, Duration.ofNanos(told - began)));
    }
}
