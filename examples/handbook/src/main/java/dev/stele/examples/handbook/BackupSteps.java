package dev.stele.examples.handbook;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.migrations.backup.Backup;
import dev.stele.migrations.backup.BackupKey;
import dev.stele.migrations.backup.BackupOptions;
import dev.stele.migrations.backup.Manifest;
import dev.stele.migrations.backup.Restore;
import dev.stele.migrations.backup.Restored;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What docs/backup.md shows. */
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
