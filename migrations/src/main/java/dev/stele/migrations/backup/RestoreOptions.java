package dev.stele.migrations.backup;

import org.jspecify.annotations.Nullable;

/**
 * How a backup is put back.
 *
 * @param workers how many connections load rows and build indexes at once, 1 to 64
 * @param key what the backup was encrypted with, or null
 * @param owners whom the objects belong to
 * @param previous what becomes of the database that is replaced
 * @param maintenance a database to be connected to while the other two change their names
 * @param memory how much memory each worker may use to build an index, as {@code maintenance_work_mem} is written
 * @param check how thoroughly rows are compared with the backup
 * @param listener who is told of the progress
 */
public record RestoreOptions(
        int workers,
        @Nullable BackupKey key,
        Owners owners,
        Previous previous,
        String maintenance,
        String memory,
        Check check,
        BackupListener listener) {
    private static final int MOST_WORKERS = 64;

    /** Whom the objects belong to. */
    public enum Owners {
        /** Those they had; all roles must be there. */
        KEPT,
        /** Whoever restores; privileges are left out too. */
        MINE
    }

    /** What becomes of the database that is replaced. */
    public enum Previous {
        /** It stays under another name, which {@link Restored#previous} tells. */
        KEPT,
        /** It is dropped when the new one has taken its place. */
        DROPPED
    }

    /** How thoroughly rows are compared with the backup. */
    public enum Check {
        /** All rows are read back, and their content hashes compared. */
        READ_BACK,
        /** The server has taken as many rows as there were, from files whose SHA-256 is right. */
        COUNTED
    }

    /** Refuses what is out of range. */
    public RestoreOptions {
        if (workers < 1 || workers > MOST_WORKERS) {
            throw new IllegalArgumentException("workers must be 1 to " + MOST_WORKERS + " but was " + workers);
        }
        if (!memory.matches("[1-9][0-9]{0,8}(kB|MB|GB)")) {
            throw new IllegalArgumentException("memory must be like 256MB but was " + memory);
        }
    }

    /** Two workers with 256 MB each, no key, owners and the previous database kept, maintenance from {@code postgres}. */
    public static RestoreOptions defaults() {
        return new RestoreOptions(
                2, null, Owners.KEPT, Previous.KEPT, "postgres", "256MB", Check.READ_BACK, progress -> {});
    }

    /** Copies with another number of connections. */
    public RestoreOptions withWorkers(int other) {
        return new RestoreOptions(other, key, owners, previous, maintenance, memory, check, listener);
    }

    /** Copies with a key. */
    public RestoreOptions withKey(BackupKey other) {
        return new RestoreOptions(workers, other, owners, previous, maintenance, memory, check, listener);
    }

    /** Copies so that all objects belong to whoever restores, without privileges. */
    public RestoreOptions withoutOwnersAndPrivileges() {
        return new RestoreOptions(workers, key, Owners.MINE, previous, maintenance, memory, check, listener);
    }

    /** Copies so that the database that is replaced is dropped in the end. */
    public RestoreOptions droppingPrevious() {
        return new RestoreOptions(workers, key, owners, Previous.DROPPED, maintenance, memory, check, listener);
    }

    /** Copies with another database to be connected to meanwhile. */
    public RestoreOptions withMaintenance(String other) {
        return new RestoreOptions(workers, key, owners, previous, other, memory, check, listener);
    }

    /** Copies with another amount of memory. */
    public RestoreOptions withMemory(String other) {
        return new RestoreOptions(workers, key, owners, previous, maintenance, other, check, listener);
    }

    /** Copies so that rows are not read back, which takes about a third of the time. */
    public RestoreOptions withoutReadingBack() {
        return new RestoreOptions(workers, key, owners, previous, maintenance, memory, Check.COUNTED, listener);
    }

    /** Copies with another listener. */
    public RestoreOptions withListener(BackupListener other) {
        return new RestoreOptions(workers, key, owners, previous, maintenance, memory, check, other);
    }
}
