package dev.stele.examples.handbook;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.migrations.Adoption;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.Fallback;
import dev.stele.migrations.MigrationListener;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import dev.stele.migrations.Report;
import dev.stele.migrations.Upgrade;
import dev.stele.migrations.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What docs/migrations.md shows. */
final class MigrationSteps {
    private static final Logger log = LoggerFactory.getLogger(MigrationSteps.class);

    private MigrationSteps() {}

    static Upgrade upgrade(DatabaseConfig config) {
        Migrations migrations = Migrations.of(config);
        Upgrade upgrade = migrations.upgrade();
        return upgrade;
    }

    static Migrations withOwnChangelog(DatabaseConfig config) {
        MigrationSettings settings = MigrationSettings.defaults()
                .withChangelog(Changelog.bundled().then(Changelog.classPath("db/changelog")));
        Migrations both = Migrations.of(config, settings);
        return both;
    }

    static void verify(Migrations migrations) {
        migrations.verify().requireClean();
    }

    static Migrations withProgress(DatabaseConfig config) {
        MigrationListener progress = new MigrationListener() {
            @Override
            public void finished(Progress step) {
                log.info("{} of {}: {} after {}", step.number(), step.total(), step.changeset(), step.elapsed());
            }
        };
        Migrations told = Migrations.of(config, MigrationSettings.defaults().withListener(progress));
        return told;
    }

    static Report withoutMigrations(DatabaseConfig config, List<Class<?>> entities) {
        Fallback fallback = Fallback.of(config, entities);
        fallback.verify().findings().forEach(log::warn);
        log.info(fallback.dryRun().sql());
        Report left = fallback.create();
        return left;
    }

    static void check(MigrationSettings settings) {
        Migrations.withoutDatabase(settings).check().requireClean();
    }

    static List<Version> merge(Path folder) {
        List<Version> heads = Changelog.heads(folder);
        List<Version> renamed = Changelog.merge(folder);
        return heads.size() > 1 ? renamed : heads;
    }

    static MigrationSettings bound() {
        MigrationSettings bound = MigrationSettings.defaults().requiringReviewedSchema();
        return bound;
    }

    static void writeScript(Path path) throws IOException {
        Files.writeString(path, Changelog.bundled().script("base", "head"));
    }

    static Adoption adopt(Migrations migrations) {
        Adoption adoption = migrations.adopt();
        return adoption;
    }
}
