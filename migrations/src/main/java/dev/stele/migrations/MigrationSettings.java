package dev.stele.migrations;

import java.time.Duration;

/** How a schema is migrated; immutable, each setting copied by its {@code with…}. */
public final class MigrationSettings {
    private final Changelog changelog;
    private final MigrationListener listener;
    private final Duration lockWait;
    private final Duration lockTimeout;
    private final Duration lockRetry;
    private final boolean reviewedSchema;

    private MigrationSettings(Draft draft) {
        this.changelog = draft.changelog;
        this.listener = draft.listener;
        this.lockWait = draft.lockWait;
        this.lockTimeout = draft.lockTimeout;
        this.lockRetry = draft.lockRetry;
        this.reviewedSchema = draft.reviewedSchema;
    }

    /** The bundled versions, no listener, half a second for a table and five minutes of trying again. */
    public static MigrationSettings defaults() {
        return new MigrationSettings(new Draft());
    }

    /** The versions to bring the database to. */
    public Changelog changelog() {
        return changelog;
    }

    /** Hears how it goes on. */
    public MigrationListener listener() {
        return listener;
    }

    /** How long to wait for another process that is migrating; five minutes unless set. */
    public Duration lockWait() {
        return lockWait;
    }

    /**
     * How long a statement may wait for a table's lock, so that it does not hold up everyone queueing behind it; half a
     * second unless set, zero for no limit. CONCURRENTLY waits without a limit, since nobody queues behind it.
     */
    public Duration lockTimeout() {
        return lockTimeout;
    }

    /**
     * How long what met {@link #lockTimeout()} or a deadlock is rolled back and tried again, with growing pauses; five
     * minutes unless set, zero for never.
     */
    public Duration lockRetry() {
        return lockRetry;
    }

    /** Whether a version that was reviewed against another schema is refused. */
    public boolean requiresReviewedSchema() {
        return reviewedSchema;
    }

    /** Copies with another changelog, such as {@code Changelog.bundled().then(Changelog.classPath("db/changelog"))}. */
    public MigrationSettings withChangelog(Changelog other) {
        Draft draft = new Draft(this);
        draft.changelog = other;
        return new MigrationSettings(draft);
    }

    /** Copies with another listener. */
    public MigrationSettings withListener(MigrationListener other) {
        Draft draft = new Draft(this);
        draft.listener = other;
        return new MigrationSettings(draft);
    }

    /** Copies with another limit for waiting until another process is done, at least zero. */
    public MigrationSettings withLockWait(Duration other) {
        Draft draft = new Draft(this);
        draft.lockWait = refuseNegative("lockWait", other);
        return new MigrationSettings(draft);
    }

    /** Copies with another limit for a statement's wait for a table, at least zero. */
    public MigrationSettings withLockTimeout(Duration other) {
        Draft draft = new Draft(this);
        draft.lockTimeout = refuseNegative("lockTimeout", other);
        return new MigrationSettings(draft);
    }

    /** Copies with another limit for trying again what met a lock, at least zero. */
    public MigrationSettings withLockRetry(Duration other) {
        Draft draft = new Draft(this);
        draft.lockRetry = refuseNegative("lockRetry", other);
        return new MigrationSettings(draft);
    }

    /**
     * Copies so that an upgrade refuses a version whose file names the schema it was reviewed against
     * ({@code -- stele:present}), where the database has another one.
     */
    public MigrationSettings requiringReviewedSchema() {
        Draft draft = new Draft(this);
        draft.reviewedSchema = true;
        return new MigrationSettings(draft);
    }

    private static Duration refuseNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must be at least 0 but was " + value);
        }
        return value;
    }

    /** The settings while a copy is made. */
    private static final class Draft {
        private Changelog changelog;
        private MigrationListener listener = MigrationListener.SILENT;
        private Duration lockWait = Duration.ofMinutes(5);
        private Duration lockTimeout = Duration.ofMillis(500);
        private Duration lockRetry = Duration.ofMinutes(5);
        private boolean reviewedSchema;

        Draft() {
            changelog = Changelog.bundled();
        }

        Draft(MigrationSettings from) {
            changelog = from.changelog;
            listener = from.listener;
            lockWait = from.lockWait;
            lockTimeout = from.lockTimeout;
            lockRetry = from.lockRetry;
            reviewedSchema = from.reviewedSchema;
        }
    }
}
