package dev.stele.migrations.backup;

import dev.stele.core.config.DatabaseConfig;
import java.nio.file.Path;

/** Replaces a database by a backup, in a process that a test may kill. */
final class RestoringProgram {
    private RestoringProgram() {}

    public static void main(String[] args) {
        BackupListener steps = new BackupListener() {
            @Override
            public void copied(Progress progress) {}

            @Override
            public void began(String step) {
                System.out.println(step);
            }
        };
        Restored restored = Restore.of(DatabaseConfig.of(args[0], args[1], args[2]))
                .with(RestoreOptions.defaults().withListener(steps))
                .replacing(Path.of(args[3]));
        System.out.println("restored, " + restored.previous().orElseThrow());
    }
}
