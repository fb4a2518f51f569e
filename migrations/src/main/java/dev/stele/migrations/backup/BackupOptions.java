package dev.stele.migrations.backup;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a backup is made.
 *
 * @param workers how many connections copy rows at once, 1 to 64; one more holds the snapshot
 * @param compression whether files of rows are compressed
 * @param key what files are encrypted with, or null
 * @param gaps what becomes of a database that holds more than a backup can
 * @param lockWait how long to wait for tables that somebody changes just now
 * @param fileSize about how many bytes of a table go into one file; at least one block of 8,192
 * @param listener who is told of the progress
 */
public record BackupOptions(
        int workers,
        Compression compression,
        @Nullable BackupKey key,
        Gaps gaps,
        Duration lockWait,
        long fileSize,
        BackupListener listener) {
    private static final int MOST_WORKERS = 64;
    private static final long BLOCK = 8192;

    /** Whether files of rows are compressed. */
    public enum Compression {
        /** As the server sends them; the fastest. */
        NONE,
        /** By gzip's fastest level; about a quarter of the size. */
        GZIP
    }

    /** What becomes of a database that holds more than a backup can, such as operators or subscriptions. */
    public enum Gaps {
        /** No backup is made, and the error names all of it. */
        REFUSE,
        /** The backup is made without it, and the manifest lists it. */
        REPORT
    }

    /** Refuses what is out of range. */
    public BackupOptions {
        if (workers < 1 || workers > MOST_WORKERS) {
            throw new IllegalArgumentException("workers must be 1 to " + MOST_WORKERS + " but was " + workers);
        }
        if (lockWait.isNegative()) {
            throw new IllegalArgumentException("lockWait must not be negative but was " + lockWait);
        }
        if (fileSize < BLOCK) {
            throw new IllegalArgumentException("fileSize must be at least " + BLOCK + " but was " + fileSize);
        }
    }

    /** Two workers, no compression, no encryption, files of 64 MiB, a minute for locks; gaps are refused. */
    public static BackupOptions defaults() {
        return new BackupOptions(
                2, Compression.NONE, null, Gaps.REFUSE, Duration.ofMinutes(1), 64L << 20, progress -> {});
    }

    /** Copies with another number of connections. */
    public BackupOptions withWorkers(int other) {
        return new BackupOptions(other, compression, key, gaps, lockWait, fileSize, listener);
    }

    /** Copies with compression by gzip. */
    public BackupOptions compressed() {
        return new BackupOptions(workers, Compression.GZIP, key, gaps, lockWait, fileSize, listener);
    }

    /** Copies with encryption. */
    public BackupOptions withKey(BackupKey other) {
        return new BackupOptions(workers, compression, other, gaps, lockWait, fileSize, listener);
    }

    /** Copies so that gaps are reported. */
    public BackupOptions reportingGaps() {
        return new BackupOptions(workers, compression, key, Gaps.REPORT, lockWait, fileSize, listener);
    }

    /** Copies with another time for locks. */
    public BackupOptions withLockWait(Duration other) {
        return new BackupOptions(workers, compression, key, gaps, other, fileSize, listener);
    }

    /** Copies with files of another size. */
    public BackupOptions withFileSize(long other) {
        return new BackupOptions(workers, compression, key, gaps, lockWait, other, listener);
    }

    /** Copies with another listener. */
    public BackupOptions withListener(BackupListener other) {
        return new BackupOptions(workers, compression, key, gaps, lockWait, fileSize, other);
    }
}
