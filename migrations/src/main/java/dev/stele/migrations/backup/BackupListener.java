package dev.stele.migrations.backup;

/**
 * Is told how a backup or a restore goes on.
 *
 * <p>Called by one thread at a time, though not always the same, and the work waits for it; what it throws ends the work.
 */
@FunctionalInterface
public interface BackupListener {
    /** Rows were copied; told a few times a second, and at the end of each file. */
    void copied(Progress progress);

    /** A step begins, such as {@code building indexes}. */
    default void began(String step) {}

    /** The snapshot was taken; until the rows are copied others can read it by {@code set transaction snapshot}. */
    default void snapshotTaken(String name) {}
}
