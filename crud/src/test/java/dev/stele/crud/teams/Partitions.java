package dev.stele.crud.teams;

import dev.stele.core.PostgresExtension;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The documented way to partition the tables of checkpoints, as an application takes it. */
final class Partitions {
    private static final Path DOCUMENTED = Path.of("..", "docs", "partition-checkpoints.sql");

    private Partitions() {}

    /** The bundled changelog and, in {@code folder}, the documented one behind it. */
    static Migrations changelog(PostgresExtension postgres, Path folder) throws IOException {
        Files.copy(DOCUMENTED, folder.resolve("0001-partition-checkpoints.sql"));
        return Migrations.of(
                postgres.config(),
                MigrationSettings.defaults()
                        .withChangelog(Changelog.bundled().then(Changelog.directory(folder, "db/changelog")))
                        .withEntities(Families.entities().toArray(new Class<?>[0]))
                        .withKept("checkpoints_part_*", "checkpoint_blobs_part_*", "checkpoint_writes_part_*"));
    }
}
