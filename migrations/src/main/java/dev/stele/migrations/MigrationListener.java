package dev.stele.migrations;

import java.time.Duration;

/**
 * Hears how a migration goes on; every method may be left out.
 *
 * <p>Called in the migrating thread, so it should be quick. What it throws ends the migration after the changeset at
 * hand.
 */
public interface MigrationListener {

    /** Hears nothing. */
    MigrationListener SILENT = new MigrationListener() {};

    /**
     * Another session holds the migration lock; called once a second.
     *
     * @param holder the session by process id and application name
     * @param waited how long we have waited
     */
    default void waiting(String holder, Duration waited) {}

    /** A changeset is about to run. */
    default void starting(Progress progress) {}

    /** A changeset is done and committed. */
    default void finished(Progress progress) {}

    /**
     * A changeset met the lock of somebody else, was rolled back, and is tried again; outside a transaction only its
     * statement at hand.
     *
     * @param progress the changeset and the time so far
     * @param reason what the server said, and the oldest transaction that is open
     * @param pause how long we wait before the next attempt
     */
    default void retrying(Progress progress, String reason, Duration pause) {}

    /**
     * Something is not as it should be and does not hold us up.
     *
     * @param finding what it is and the way out
     */
    default void warned(String finding) {}

    /**
     * Where a migration stands.
     *
     * @param number which changeset of this migration, from 1
     * @param total how many changesets this migration runs
     * @param changeset the changeset
     * @param version the version it belongs to
     * @param elapsed the time since this migration started its first changeset
     */
    record Progress(int number, int total, ChangesetId changeset, Version version, Duration elapsed) {
        Progress after(Duration later) {
            return new Progress(number, total, changeset, version, later);
        }
    }
}
