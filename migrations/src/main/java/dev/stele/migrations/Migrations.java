package dev.stele.migrations;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.MigrationException;
import dev.stele.core.error.Misuse;
import dev.stele.migrations.diff.ScratchServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
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
    private final Supplier<ScratchServer> beside;

    private Migrations(ConnectionSource source, MigrationSettings settings, Supplier<ScratchServer> beside) {
        this.source = source;
        this.settings = settings;
        this.beside = beside;
        this.changelog = settings.changelog();
    }

    /** Migrates the database of {@code config} through a direct connection, to the bundled versions. */
    public static Migrations of(DatabaseConfig config) {
        return of(config, MigrationSettings.defaults());
    }

    /** Migrates the database of {@code config} through a direct connection. */
    public static Migrations of(DatabaseConfig config, MigrationSettings settings) {
        return new Migrations(ConnectionSource.direct(config), settings, () -> ScratchServer.of(config));
    }

    /** Migrates the database behind {@code dataSource}, to the bundled versions. */
    public static Migrations of(DataSource dataSource) {
        return of(dataSource, MigrationSettings.defaults());
    }

    /** Migrates the database behind {@code dataSource}, which must not lead through a pooler in transaction mode. */
    public static Migrations of(DataSource dataSource, MigrationSettings settings) {
        return new Migrations(dataSource::getConnection, settings, () -> ScratchServer.of(dataSource));
    }

    /**
     * Has no database: for {@link #generate}, {@link #check} and {@link #script}, which need none.
     *
     * <p>Scratch databases are made on the embedded server, unless the settings name another.
     */
    public static Migrations withoutDatabase(MigrationSettings settings) {
        return new Migrations(
                () -> {
                    throw new Misuse(
                            "these migrations have no database", "make them with Migrations.of(config, settings)");
                },
                settings,
                ScratchServer::embedded);
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
        return with(session -> new VersionMove(session, settings).up(target));
    }

    /**
     * Takes back the last {@code steps} versions by their rollbacks; what they created is dropped with its data.
     *
     * @param steps how many applied versions, at least 1
     * @throws MigrationException if there are fewer, one has no rollback, or a rollback fails
     * @throws DatabaseException if the database cannot be reached
     */
    public Downgrade downgrade(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1 but was " + steps);
        }
        return downgrade(applied -> VersionMove.stepsBack(changelog, applied, steps));
    }

    /**
     * Takes back every version after {@code version} by their rollbacks; what they created is dropped with its data.
     *
     * @param version a number such as {@code 0003}, a label such as {@code app:0003}, or {@code base} for all
     * @throws MigrationException if the version is unknown, one has no rollback, or a rollback fails
     * @throws DatabaseException if the database cannot be reached
     */
    public Downgrade downgradeTo(String version) {
        Version target = changelog.version(version);
        return downgrade(applied -> target);
    }

    private Downgrade downgrade(Function<Applied, Version> target) {
        return with(session -> new VersionMove(session, settings).down(target));
    }

    /** Tells where the database stands; one query. */
    public Status status() {
        return with(session -> status(session.history()));
    }

    /** The last version that is applied in full, with all before it; {@link Version#BASE} where none is. */
    public Version current() {
        return with(session -> session.history().current(changelog));
    }

    /** Every changeset that was applied, in that order. */
    public List<HistoryEntry> history() {
        return with(session -> session.history().entries());
    }

    /**
     * Writes into the history that the database is at {@code version}, without running anything.
     *
     * @throws MigrationException if the version is unknown
     */
    public Status stamp(String version) {
        Version target = changelog.version(version);
        return with(session -> {
            new Stamp(session, changelog).at(target);
            return status(session.history());
        });
    }

    /**
     * Records the present text of applied changesets, where only comments or white space differ, and of those named.
     *
     * @param edited labels such as {@code app:add-note} of changesets that were edited more than that, and whose new text
     *     makes what the database has
     * @return the changesets whose row was changed
     * @throws MigrationException if another one was edited, or a label means none; nothing is changed then
     */
    public List<ChangesetId> rehash(String... edited) {
        return with(session -> new Rehash(session, changelog).write(List.of(edited)));
    }

    /**
     * Compares the history with the changelog: edited, unknown and doubled changesets, and missing rollbacks.
     *
     * @throws MigrationException if a changeset cannot be read at all
     */
    public Report validate() {
        return with(session -> {
            List<String> findings = new ArrayList<>(Validation.findings(changelog, session.history()));
            UnderWay.read(session.connection()).forEach(row -> findings.add(row.finding()));
            ForeignLock.finding(session.connection()).ifPresent(findings::add);
            return new Report("the migration history", findings);
        });
    }

    /**
     * Tells whether the database is what its changelog makes: history complete and valid, every object there and the
     * same.
     *
     * <p>The applied changesets are run again in a scratch database, so the server itself prints what to expect. Where
     * none can be had, they are run in a schema of their own, in a transaction that is rolled back. What the database
     * has beyond is listed apart and is no fault.
     *
     * @throws MigrationException if a changeset fails there
     */
    public Report verify() {
        return with(session -> {
            Applied applied = session.history();
            List<String> findings = new ArrayList<>();
            applied.missing(changelog.files()).forEach(id -> findings.add(id + " is not applied"));
            findings.addAll(Validation.findings(changelog, applied));
            LiveSchema schema = liveSchema(session, applied);
            findings.addAll(schema.findings());
            return new Report("the database schema", findings, schema.extras());
        });
    }

    /**
     * Writes the script for psql that brings the database back to what its applied changesets make; empty where it is that.
     *
     * <p>For a database that was changed by hand. What it has beyond stays. The script is no version of the changelog:
     * other databases do not need it.
     *
     * @throws MigrationException if the way back would lose data or is not supported, naming what
     */
    public Draft drift() {
        return with(session -> liveSchema(session, session.history()).repair());
    }

    private LiveSchema liveSchema(MigrationSession session, Applied applied) throws SQLException {
        List<Changeset> expected = FormattedSql.read(changelog.files()).stream()
                .filter(changeset -> applied.ids().contains(changeset.id()))
                .toList();
        return LiveSchema.compare(session, expected, scratch());
    }

    /**
     * Writes the version that brings the changelog to where the entities are; see {@link #generate(String,
     * DraftOptions)}.
     *
     * @param title what it does in a few words, such as {@code add note}; it becomes part of the file's name
     * @throws MigrationException if something would be dropped or lost, cannot be expressed, or cannot be proven
     */
    public Draft generate(String title) {
        return generate(title, DraftOptions.defaults());
    }

    /**
     * Writes the version that brings the changelog to where the entities are, with its rollback.
     *
     * <p>No live database is looked at: changelog and entities are both made in scratch databases and compared there.
     * The draft is applied and rolled back in one before it is returned. It is written nowhere until
     * {@link Draft#write}.
     *
     * @throws MigrationException if something would be dropped or lost that {@code options} do not allow, cannot be
     *     expressed, or cannot be proven
     */
    public Draft generate(String title, DraftOptions options) {
        return new Drafting(settings, scratch()).draft(title, options);
    }

    /**
     * Writes the version that runs these statements, each in a changeset of its own, outside a transaction where it needs
     * to be.
     *
     * <p>Applied and rolled back in a scratch database before it is returned, as {@link #generate(String, DraftOptions)}
     * does. An index that it makes stays when versions are generated later, though no entity asks for it.
     *
     * @throws MigrationException if a statement fails there, or its rollback leaves a difference
     */
    public Draft draft(String title, List<SqlChange> changes) {
        return new GivenChanges(settings, scratch()).draft(title, changes);
    }

    /**
     * Tells whether the changelog makes what the entities ask for; needs no live database.
     *
     * @throws MigrationException if a changeset fails in a scratch database
     */
    public Report check() {
        return new Report("the changelog", new Drafting(settings, scratch()).differences());
    }

    private ScratchServer scratch() {
        return settings.scratch().orElseGet(beside);
    }

    /**
     * Takes over a database that the Python system made: checks it, records it as version {@code stele:0001}, upgrades
     * it in place to head and leaves {@code alembic_version} as it is. A database that is ours already is upgraded.
     *
     * @throws MigrationException if the database is in any other state, or rows stand in the way; each is named, and
     *     nothing is changed
     */
    public Adoption adopt() {
        return with(session -> {
            VersionMove move = new VersionMove(session, settings);
            Adoption.Origin origin = new Adopter(session, changelog, this::scratch).adopt();
            return new Adoption(origin, move.up(session.history(), changelog.head()));
        });
    }

    /**
     * Writes the SQL script between two versions; see {@link Changelog#script}. Opens no connection.
     *
     * @throws MigrationException if a version is unknown, a changeset cannot be read, or a rollback is missing
     */
    public String script(String from, String to) {
        return changelog.script(from, to);
    }

    private Status status(Applied applied) {
        return new Status(
                applied.current(changelog), changelog.head(), applied.missing(changelog.files()), applied.unknown());
    }

    private <T> T with(MigrationSession.Work<T> work) {
        return MigrationSession.with(source, settings, work);
    }
}
