package dev.stele.migrations;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.MigrationException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * Brings a database's schema to a version.
 *
 * <p>Safe for use by many threads and by many processes at once: one migrates, the others wait and find it done. Holds
 * nothing open between calls; each call takes one connection and gives it back. Nothing is printed.
 */
public final class Migrations {
    private final ConnectionSource source;
    private final MigrationSettings settings;
    private final Changelog changelog;

    private Migrations(ConnectionSource source, MigrationSettings settings) {
        this.source = source;
        this.settings = settings;
        this.changelog = settings.changelog();
    }

    /** Migrates the database of {@code config} through a direct connection, to the bundled versions. */
    public static Migrations of(DatabaseConfig config) {
        return of(config, MigrationSettings.defaults());
    }

    /** Migrates the database of {@code config} through a direct connection. */
    public static Migrations of(DatabaseConfig config, MigrationSettings settings) {
        return new Migrations(ConnectionSource.direct(config), settings);
    }

    /** Migrates the database behind {@code dataSource}, to the bundled versions. */
    public static Migrations of(DataSource dataSource) {
        return of(dataSource, MigrationSettings.defaults());
    }

    /** Migrates the database behind {@code dataSource}, which must not lead through a pooler in transaction mode. */
    public static Migrations of(DataSource dataSource, MigrationSettings settings) {
        return new Migrations(dataSource::getConnection, settings);
    }

    /**
     * Applies every changeset that is not applied yet; at head this is one query.
     *
     * @throws MigrationException if a changeset fails, naming it and what is kept
     * @throws DatabaseException if the database cannot be reached
     */
    public Upgrade upgrade() {
        return upgradeTo(changelog.head());
    }

    /**
     * Applies every changeset up to and with {@code version} that is not applied yet; never takes one back.
     *
     * @param version a number such as {@code 0003}, a label such as {@code app:0003}, {@code base} or {@code head}
     * @throws MigrationException if the version is unknown or a changeset fails, naming it and what is kept
     * @throws DatabaseException if the database cannot be reached
     */
    public Upgrade upgrade(String version) {
        return upgradeTo(changelog.version(version));
    }

    private Upgrade upgradeTo(Version target) {
        long start = System.nanoTime();
        return MigrationSession.with(source, settings, session -> {
            Applied before = session.history();
            if (before.missing(changelog.between(Version.BASE, target)).isEmpty()) {
                Version current = before.current(changelog);
                return new Upgrade(current, current, List.of(), since(start));
            }
            return upgrade(session, target, start);
        });
    }

    private Upgrade upgrade(MigrationSession session, Version target, long start) throws SQLException {
        Applied before = session.locked();
        Version from = before.current(changelog);
        List<ChangesetId> pending = before.missing(changelog.between(Version.BASE, target));
        List<Changeset> changesets = changesets(pending::contains);
        new ChangesetRun(session, settings, ChangesetRun.Direction.UP).run(changesets);
        return new Upgrade(from, session.history().current(changelog), pending, since(start));
    }

    /** Tells where the database stands; one query. */
    public Status status() {
        return MigrationSession.with(source, settings, session -> {
            Applied applied = session.history();
            return new Status(
                    applied.current(changelog),
                    changelog.head(),
                    applied.missing(changelog.files()),
                    applied.unknown());
        });
    }

    private List<Changeset> changesets(Predicate<ChangesetId> wanted) {
        List<ChangelogFile> files = changelog.files().stream()
                .filter(file -> file.changesets().stream().anyMatch(wanted))
                .toList();
        List<Changeset> found = new ArrayList<>(FormattedSql.read(files));
        found.removeIf(changeset -> !wanted.test(changeset.id()));
        return found;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
