package dev.stele.examples.handbook;

import dev.stele.core.Database;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.crud.InitialData;
import dev.stele.migrations.Fallback;
import dev.stele.migrations.FallbackPlan;
import dev.stele.migrations.FallbackRun;
import dev.stele.migrations.Migrations;
import dev.stele.migrations.backup.Backup;
import dev.stele.migrations.backup.BackupKey;
import dev.stele.migrations.backup.BackupOptions;
import dev.stele.migrations.backup.BackupSchedule;
import dev.stele.migrations.backup.Keep;
import dev.stele.migrations.backup.Manifest;
import dev.stele.migrations.backup.PgDump;
import dev.stele.migrations.backup.Restore;
import dev.stele.migrations.backup.Restored;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What docs/backup.md shows, and the fallback of docs/migrations.md. */
final class BackupSteps {
    private static final Logger log = LoggerFactory.getLogger(BackupSteps.class);

    private BackupSteps() {}

    static Manifest backup(DatabaseConfig config, Path folder) {
        Manifest made = Backup.of(config).to(folder.resolve("2026-11-23"));
        log.info("{} rows, {} bytes", made.rows(), made.bytes());
        return made;
    }

    static Restored restore(DatabaseConfig config, Path directory) {
        Restored restored = Restore.of(config).replacing(directory);
        restored.previous().ifPresent(old -> log.info("the database before is kept as {}", old));
        return restored;
    }

    static BackupSchedule schedule(DatabaseConfig config, Path folder) {
        BackupSchedule schedule = BackupSchedule.start(
                Backup.of(config),
                new BackupSchedule.Plan(
                        folder, Duration.ofHours(6), Keep.last(4).daily(7).weekly(5)));
        return schedule;
    }

    static Manifest team(DatabaseConfig config, long teamId, Path directory) {
        return Backup.of(config)
                .with(BackupOptions.defaults().onlyRowsOf("public.team", String.valueOf(teamId)))
                .to(directory);
    }

    static void dump(DatabaseConfig config, Path programs, Path directory) {
        PgDump.of(config).in(programs).to(directory);
    }

    static FallbackRun fallback(Fallback fallback, Path backups, InitialData data, Database database) {
        FallbackRun run = fallback.run(FallbackPlan.into(backups)
                .withLoad(() -> data.apply(database))
                .withListener(step -> log.info("{} after {}: {}", step.name(), step.elapsed(), step.outcome())));
        return run;
    }

    static void backToVersions(Migrations migrations, Path folder) {
        migrations.stamp("head");
        migrations.drift().write(folder);
    }

    static BackupOptions options(Path keyFile) {
        BackupOptions options = BackupOptions.defaults()
                .withWorkers(4) // connections that copy at once; 2 unless said
                .compressed() // gzip level 1
                .withKey(BackupKey.read(keyFile)) // made by: openssl rand -hex 32
                .withListener(progress -> log.info(
                        "{}: {} of {} rows, {} left",
                        progress.table(),
                        progress.rows(),
                        progress.totalRows(),
                        progress.remaining()));
        return options;
    }
}
