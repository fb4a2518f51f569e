package dev.stele.migrations.backup;

import dev.stele.core.error.BackupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads what {@link ZipTarget} wrote. */
final class ZipSource {
    private ZipSource() {}

    static void unpack(InputStream stream, Path directory) throws IOException {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new BackupException(
                    "cannot unpack a backup to " + directory + ": it exists already", "give another name", null, null);
        }
        try (DirectoryTarget target = new DirectoryTarget(directory)) {
            ZipInputStream zip = new ZipInputStream(stream);
            boolean sealed = false;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.getName().matches(BackupFiles.NAMES)) {
                    throw BackupFiles.refused("the stream holds a file that no backup has: " + entry.getName());
                }
                try (OutputStream output = target.create(entry.getName())) {
                    zip.transferTo(output);
                }
                sealed |= entry.getName().equals(BackupFiles.SEAL);
            }
            if (!sealed) {
                throw BackupFiles.refused("the stream is cut off or no backup: " + BackupFiles.SEAL + " is missing");
            }
            target.complete();
        }
    }
}
