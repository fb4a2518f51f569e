package dev.stele.migrations;

import java.time.Duration;

/**
 * How a schema is migrated.
 *
 * @param changelog the versions to bring the database to
 * @param listener hears how it goes on
 * @param lockWait how long to wait for another process that is migrating, at least zero
 * @param lockTimeout how long a statement may wait for a table's lock, so that it does not hold up everyone queueing
 *     behind it; zero for no limit. Not applied outside a transaction, where {@code CREATE INDEX CONCURRENTLY} waits
 */
public record MigrationSettings(
        Changelog changelog, MigrationListener listener, Duration lockWait, Duration lockTimeout) {

    /** The bundled versions, no listener, five minutes for another process, ten seconds for a table. */
    public static MigrationSettings defaults() {
        return new MigrationSettings(
                Changelog.bundled(), MigrationListener.SILENT, Duration.ofMinutes(5), Duration.ofSeconds(10));
    }

    /** Refuses negative times. */
    public MigrationSettings {
        refuseNegative("lockWait", lockWait);
        refuseNegative("lockTimeout", lockTimeout);
    }

    /** Copies with another changelog, such as {@code Changelog.bundled().then(Changelog.classPath("db/changelog"))}. */
    public MigrationSettings withChangelog(Changelog other) {
        return new MigrationSettings(other, listener, lockWait, lockTimeout);
    }

    /** Copies with another listener. */
    public MigrationSettings withListener(MigrationListener other) {
        return new MigrationSettings(changelog, other, lockWait, lockTimeout);
    }

    /** Copies with another limit for waiting until another process is done. */
    public MigrationSettings withLockWait(Duration other) {
        return new MigrationSettings(changelog, listener, other, lockTimeout);
    }

    /** Copies with another limit for a statement's wait for a table. */
    public MigrationSettings withLockTimeout(Duration other) {
        return new MigrationSettings(changelog, listener, lockWait, other);
    }

    private static void refuseNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must be at least 0 but was " + value);
        }
    }
}
