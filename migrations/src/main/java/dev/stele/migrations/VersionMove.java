package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import dev.stele.migrations.ChangesetRun.Direction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Brings a database up or down to a version, under the lock. */
final class VersionMove {
    private final MigrationSession session;
    private final MigrationSettings settings;
    private final Changelog changelog;
    private final long start = System.nanoTime();

    VersionMove(MigrationSession session, MigrationSettings settings) {
        this.session = session;
        this.settings = settings;
        this.changelog = settings.changelog();
    }

    /** Applies what is missing up to {@code target}; where nothing is, one query is all. */
    Upgrade up(Version target) throws SQLException {
        Applied before = session.history();
        if (before.moved().isEmpty()
                && before.missing(changelog.between(Version.BASE, target)).isEmpty()) {
            Version current = before.current(changelog);
            return new Upgrade(current, current, List.of(), elapsed());
        }
        Applied locked = session.locked();
        Adopter.refuseUnadopted(session, changelog, locked);
        return up(locked, target);
    }

    /** The same, where the lock is held already. */
    Upgrade up(Applied before, Version target) throws SQLException {
        finishDowngrades();
        Version from = before.current(changelog);
        List<ChangesetId> pending = before.missing(changelog.between(Version.BASE, target));
        if (!pending.isEmpty()) {
            Validation.refuseEdited(settings, before);
            ForeignLock.finding(session.connection()).ifPresent(settings.listener()::warned);
            new ChangesetRun(session, settings, Direction.UP).run(FormattedSql.read(changelog.files(), pending));
        }
        return new Upgrade(from, session.history().current(changelog), pending, elapsed());
    }

    /** Takes back what is after the version that {@code target} finds. */
    Downgrade down(Function<Applied, Version> target) throws SQLException {
        Applied before = session.locked();
        List<ChangesetId> reverted = before.presentReversed(changelog.between(target.apply(before), changelog.head()));
        Version from = before.current(changelog);
        finishDowngrades();
        if (!reverted.isEmpty()) {
            refuseHalfUpgraded();
            Validation.refuseUnknown(before);
            Validation.refuseEdited(settings, before);
            List<Changeset> changesets = FormattedSql.read(changelog.files(), reverted);
            Rollbacks.require(changesets);
            new ChangesetRun(session, settings, Direction.DOWN).run(changesets);
        }
        return new Downgrade(from, session.history().current(changelog), reverted, elapsed());
    }

    /** The version {@code steps} applied versions below. */
    static Version stepsBack(Changelog changelog, Applied applied, int steps) {
        Set<ChangesetId> ids = applied.ids();
        List<Version> versions = changelog.files().stream()
                .filter(file -> file.changesets().stream().anyMatch(ids::contains))
                .map(ChangelogFile::version)
                .toList();
        if (steps > versions.size()) {
            throw new MigrationException(
                    "cannot go back " + steps + " version(s): " + versions.size() + " are applied", null, null, null);
        }
        return steps == versions.size() ? Version.BASE : versions.get(versions.size() - steps - 1);
    }

    /** A rollback outside a transaction that a process died in is in no history any more, so it is finished first. */
    private void finishDowngrades() throws SQLException {
        for (UnderWay row : UnderWay.read(session.connection())) {
            if (row.direction() == Direction.DOWN) {
                List<Changeset> found = FormattedSql.read(changelog.files(), List.of(row.changeset()));
                if (found.isEmpty()) {
                    throw new MigrationException(
                            "the rollback of " + row.changeset()
                                    + " was interrupted, and the changelog does not know it",
                            "run the program once that began the downgrade",
                            null,
                            null);
                }
                new ChangesetRun(session, settings, Direction.DOWN).run(found);
            }
        }
    }

    private void refuseHalfUpgraded() throws SQLException {
        for (UnderWay row : UnderWay.read(session.connection())) {
            throw new MigrationException(
                    "cannot downgrade: " + row.changeset() + " was interrupted after "
                            + row.done().size() + " of its statements",
                    "call upgrade(), which finishes it, and downgrade then",
                    null,
                    null);
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
