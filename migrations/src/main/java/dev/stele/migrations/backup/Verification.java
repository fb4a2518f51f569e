package dev.stele.migrations.backup;

import java.util.Comparator;
import java.util.List;

/** Reads all files of a backup before anything is done with one. */
final class Verification {
    private Verification() {}

    static void of(BackupFiles files, RestoreOptions options) throws Exception {
        options.listener().began("verifying the files");
        List<Manifest.File> all = files.manifest().files().stream()
                .sorted(Comparator.comparingLong(Manifest.File::bytes).reversed())
                .toList();
        Parallel.<AutoCloseable, Manifest.File>run(
                options.workers(), all, () -> () -> {}, (nothing, file) -> files.verify(file));
    }
}
