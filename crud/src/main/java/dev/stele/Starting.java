package dev.stele;

import dev.stele.Stele.Started;
import dev.stele.core.Database;
import dev.stele.core.DevServer;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.crud.InitialData;
import dev.stele.crud.Seed;
import dev.stele.crud.teams.PasswordHasher;
import dev.stele.crud.teams.SuperuserSeed;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import dev.stele.migrations.Upgrade;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run through the parts of a start; what it opens it puts on the stack of what is to be closed. */
final class Starting {
    private static final int SEED_ATTEMPTS = 5;

    private final SteleBuilder wanted;
    private final Deque<AutoCloseable> opened;
    private final List<Startup.Part> parts = new ArrayList<>();

    Starting(SteleBuilder wanted, Deque<AutoCloseable> opened) {
        this.wanted = wanted;
        this.opened = opened;
    }

    Started run() {
        DatabaseConfig settings = timed("settings", this::settings);
        DatabaseConfig config = timed("server", () -> served(settings));
        Database database = timed("connect", () -> opened(Database.open(config, wanted.entities())));
        MigrationSettings schema = wanted.migrationSettings();
        Migrations migrations = schema == null ? null : Migrations.of(config, schema);
        Optional<Upgrade> upgrade = timed(
                "migrate",
                () -> wanted.migrating
                        ? Optional.ofNullable(migrations).map(Migrations::upgrade)
                        : Optional.<Upgrade>empty());
        PasswordHasher hasher = wanted.hasher();
        InitialData.Report report = timed("initial data", () -> apply(initialData(config, hasher), database, schema));
        FamilyDaos families = timed("daos", () -> hasher == null ? null : FamilyDaos.of(database, hasher));
        return new Started(database, migrations, families, new Startup(parts, upgrade, report));
    }

    private DatabaseConfig settings() {
        return wanted.config != null ? wanted.config : DatabaseConfig.load();
    }

    private DatabaseConfig served(DatabaseConfig settings) {
        return DevServer.startUnlessConfigured(settings, wanted.devServerDirectory)
                .map(server -> opened(server).config(settings))
                .orElse(settings);
    }

    private InitialData initialData(DatabaseConfig config, @Nullable PasswordHasher hasher) {
        List<Seed> seeds = new ArrayList<>();
        if (hasher != null) {
            config.firstSuperuser().ifPresent(account -> seeds.add(new SuperuserSeed(account, hasher)));
        }
        if (wanted.managedSkills != null) {
            seeds.add(wanted.managedSkills);
        }
        seeds.addAll(wanted.ownSeeds);
        return InitialData.of(seeds.toArray(Seed[]::new));
    }

    /** Seeds are for all tenants, and see what is there of each. */
    private static InitialData.Report apply(InitialData data, Database database, @Nullable MigrationSettings schema) {
        if (schema == null || !schema.changelog().includesRowSecurity()) {
            return data.apply(database);
        }
        return database.tx().retry(SEED_ATTEMPTS).tenant("*").call(() -> data.apply(database));
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    private <T extends @Nullable Object> T timed(String part, Supplier<T> work) {
        long began = System.nanoTime();
        T result = work.get();
        parts.add(new Startup.Part(part, Duration.ofNanos(System.nanoTime() - began)));
        return result;
    }
}
