package dev.stele.migrations.backup;

import java.time.Duration;
import java.util.Set;
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
 * @param selection what of the database is taken
 * @param policies what becomes of tables with row-level security that the role is subject to
 */
public record BackupOptions(
        int workers,
        Compression compression,
        @Nullable BackupKey key,
        Gaps gaps,
        Duration lockWait,
        long fileSize,
        BackupListener listener,
        Selection selection,
        Policies policies) {
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

    /** What of the database is taken. */
    public sealed interface Selection {}

    /** All of it. */
    public record Everything() implements Selection {}

    /**
     * Some tables, with their rows and what they need; partitions come with their table.
     *
     * @param names such as {@code public.customer}
     */
    public record Tables(Set<String> names) implements Selection {
        /** Copies the names. */
        public Tables {
            names = Set.copyOf(names);
        }
    }

    /**
     * The whole schema, and of the rows only those that belong to one: those that refer to it, directly or by others, and
     * whatever all of these refer to.
     *
     * @param table such as {@code public.team}, with a primary key of one column
     * @param id the key as text
     */
    public record Rows(String table, String id) implements Selection {}

    /** What becomes of tables with row-level security that the role is subject to. */
    public enum Policies {
        /** The server refuses to copy them, as policies might hide rows. */
        REFUSED,
        /** The rows that policies show are copied, and the manifest says so. */
        OBEYED
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
                2,
                Compression.NONE,
                null,
                Gaps.REFUSE,
                Duration.ofMinutes(1),
                64L << 20,
                progress -> {},
                new Everything(),
                Policies.REFUSED);
    }

    /** Copies with another number of connections. */
    public BackupOptions withWorkers(int other) {
        return new BackupOptions(other, compression, key, gaps, lockWait, fileSize, listener, selection, policies);
    }

    /** Copies with compression by gzip. */
    public BackupOptions compressed() {
        return new BackupOptions(
                workers, Compression.GZIP, key, gaps, lockWait, fileSize, listener, selection, policies);
    }

    /** Copies with encryption. */
    public BackupOptions withKey(BackupKey other) {
        return new BackupOptions(workers, compression, other, gaps, lockWait, fileSize, listener, selection, policies);
    }

    /** Copies so that gaps are reported. */
    public BackupOptions reportingGaps() {
        return new BackupOptions(
                workers, compression, key, Gaps.REPORT, lockWait, fileSize, listener, selection, policies);
    }

    /** Copies so that policies are obeyed, for a role that they show everything. */
    public BackupOptions obeyingPolicies() {
        return new BackupOptions(
                workers, compression, key, gaps, lockWait, fileSize, listener, selection, Policies.OBEYED);
    }

    /** Copies with another time for locks. */
    public BackupOptions withLockWait(Duration other) {
        return new BackupOptions(workers, compression, key, gaps, other, fileSize, listener, selection, policies);
    }

    /** Copies with files of another size. */
    public BackupOptions withFileSize(long other) {
        return new BackupOptions(workers, compression, key, gaps, lockWait, other, listener, selection, policies);
    }

    /** Copies so that only these tables are taken, such as {@code public.customer}. */
    public BackupOptions onlyTables(String... names) {
        return new BackupOptions(
                workers, compression, key, gaps, lockWait, fileSize, listener, new Tables(Set.of(names)), policies);
    }

    /** Copies so that only the row of {@code table} with that primary key is taken, with what belongs to it. */
    public BackupOptions onlyRowsOf(String table, String id) {
        return new BackupOptions(
                workers, compression, key, gaps, lockWait, fileSize, listener, new Rows(table, id), policies);
    }

    /** Copies with another listener. */
    public BackupOptions withListener(BackupListener other) {
        return new BackupOptions(workers, compression, key, gaps, lockWait, fileSize, other, selection, policies);
    }
}
