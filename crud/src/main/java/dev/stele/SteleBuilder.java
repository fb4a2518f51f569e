package dev.stele;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.crud.Seed;
import dev.stele.crud.teams.Families;
import dev.stele.crud.teams.ManagedSkillsSeed;
import dev.stele.crud.teams.PasswordHasher;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.MigrationSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be started; each method changes this builder and returns it.
 *
 * <p>Made by {@link Stele#builder()}; for one thread.
 */
public final class SteleBuilder {
    @Nullable
    DatabaseConfig config;

    final List<Class<?>> ownEntities = new ArrayList<>();
    final List<Seed> ownSeeds = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();

    @Nullable
    ManagedSkillsSeed managedSkills;

    Path devServerDirectory = Path.of(".stele", "postgres");
    boolean migrating = true;
    private boolean families = true;
    private @Nullable PasswordHasher ownHasher;
    private @Nullable Changelog ownChangelog;

    SteleBuilder() {}

    /** Uses these settings; without this call they are read as {@link DatabaseConfig#load()} does. */
    public SteleBuilder config(DatabaseConfig settings) {
        config = settings;
        return this;
    }

    /** Adds the application's own entity classes. */
    public SteleBuilder entities(Class<?>... own) {
        Collections.addAll(ownEntities, own);
        return this;
    }

    /** Applies the application's own changelog after the bundled one, from a folder on the class path. */
    public SteleBuilder changelog(String folder) {
        return changelog(Changelog.classPath(folder));
    }

    /** Applies the application's own changelog after the bundled one, or this alone where it holds that already. */
    public SteleBuilder changelog(Changelog own) {
        ownChangelog = own;
        return this;
    }

    /**
     * Leaves what the changelog makes and no entity asks for where it is, such as {@code note_title_idx} or
     * {@code audit_*}; for {@link dev.stele.migrations.Migrations#check()} and generated migrations.
     */
    public SteleBuilder kept(String... patterns) {
        Collections.addAll(kept, patterns);
        return this;
    }

    /** Adds rows that the application needs to find, applied after the first superuser and the managed skills. */
    public SteleBuilder initialData(Seed... seeds) {
        Collections.addAll(ownSeeds, seeds);
        return this;
    }

    /** Declares the managed skills; without this call those in the database stay as they are. */
    public SteleBuilder managedSkills(ManagedSkillsSeed skills) {
        managedSkills = skills;
        return this;
    }

    /** Hashes passwords in another way than {@link PasswordHasher#argon2id()}. */
    public SteleBuilder passwordHasher(PasswordHasher other) {
        ownHasher = other;
        return this;
    }

    /** Leaves out the eight families: their entities, changelog, initial data and DAOs. */
    public SteleBuilder withoutFamilies() {
        families = false;
        return this;
    }

    /** Leaves the schema as it is; something else migrates it. */
    public SteleBuilder withoutMigrations() {
        migrating = false;
        return this;
    }

    /** Keeps the data of the embedded server here, which runs only where no database is configured. */
    public SteleBuilder devServerDirectory(Path directory) {
        devServerDirectory = directory;
        return this;
    }

    /**
     * Starts everything; what was opened is closed again where a part fails.
     *
     * @throws dev.stele.core.error.ConfigurationException if the settings are wrong, naming every fault
     * @throws dev.stele.core.error.Unavailable if the server does not answer in time
     * @throws dev.stele.core.error.MigrationException if a changeset fails
     * @throws dev.stele.core.error.DatabaseException if the initial data are refused; nothing of them is kept
     */
    public Stele start() {
        return Stele.start(this);
    }

    List<Class<?>> entities() {
        List<Class<?>> all = new ArrayList<>(families ? Families.entities() : List.of());
        all.addAll(ownEntities);
        return all;
    }

    /** What is to be migrated: ours first, then the application's; null where there is neither. */
    @Nullable
    MigrationSettings migrationSettings() {
        Changelog own = ownChangelog;
        MigrationSettings settings =
                MigrationSettings.defaults().withEntities(entities()).withKept(kept.toArray(String[]::new));
        if (families) {
            return own == null
                    ? settings
                    : settings.withChangelog(
                            own.includesBundled() ? own : Changelog.bundled().then(own));
        }
        return own == null ? null : settings.withChangelog(own);
    }

    /** Null where no family needs it: making one takes time and memory. */
    @Nullable
    PasswordHasher hasher() {
        if (!families) {
            return null;
        }
        return ownHasher == null ? PasswordHasher.argon2id() : ownHasher;
    }
}
