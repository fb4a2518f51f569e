package dev.stele.migrations;

import dev.stele.migrations.diff.ScratchServer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a schema is migrated; immutable, each setting copied by its {@code with…}. */
public final class MigrationSettings {
    private final Changelog changelog;
    private final MigrationListener listener;
    private final Duration lockWait;
    private final Duration lockTimeout;
    private final Duration lockRetry;
    private final boolean reviewedSchema;
    private final List<Class<?>> entities;
    private final List<String> kept;
    private final @Nullable ScratchServer scratch;

    private MigrationSettings(Draft draft) {
        this.changelog = draft.changelog;
        this.listener = draft.listener;
        this.lockWait = draft.lockWait;
        this.lockTimeout = draft.lockTimeout;
        this.lockRetry = draft.lockRetry;
        this.reviewedSchema = draft.reviewedSchema;
        this.entities = List.copyOf(draft.entities);
        this.kept = List.copyOf(draft.kept);
        this.scratch = draft.scratch;
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

    /** The entity classes that say what the schema should be. */
    public List<Class<?>> entities() {
        return entities;
    }

    /** The patterns of what the changelog has and the entities have not, and what is to stay. */
    public List<String> kept() {
        return kept;
    }

    /** Where scratch databases are made, if not beside the database that is migrated. */
    public Optional<ScratchServer> scratch() {
        return Optional.ofNullable(scratch);
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

    /** Copies with other entity classes; those they refer to come along. */
    public MigrationSettings withEntities(Class<?>... classes) {
        return withEntities(List.of(classes));
    }

    /** Copies with other entity classes; those they refer to come along. */
    public MigrationSettings withEntities(Collection<? extends Class<?>> classes) {
        Draft draft = new Draft(this);
        draft.entities = List.copyOf(classes);
        return new MigrationSettings(draft);
    }

    /**
     * Copies with other patterns of what is to stay though no entity asks for it, such as {@code audit_*},
     * {@code note.legacy_id} or {@code public.note.note_title_idx}.
     */
    public MigrationSettings withKept(String... patterns) {
        Draft draft = new Draft(this);
        draft.kept = List.of(patterns);
        return new MigrationSettings(draft);
    }

    /** Copies with another place for scratch databases, such as {@link ScratchServer#embedded()}. */
    public MigrationSettings withScratch(ScratchServer server) {
        Draft draft = new Draft(this);
        draft.scratch = server;
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
        private List<Class<?>> entities = List.of();
        private List<String> kept = List.of();
        private @Nullable ScratchServer scratch;

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
            entities = from.entities;
            kept = from.kept;
            scratch = from.scratch;
        }
    }
}
