package dev.stele.migrations.backup;

import dev.stele.core.error.BackupException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
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
            copy(new ZipInputStream(stream), target);
            target.complete();
        }
    }

    private static void copy(ZipInputStream zip, DirectoryTarget target) throws IOException {
        String name = "";
        boolean sealed = false;
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                name = entry.getName();
                if (!name.matches(BackupFiles.NAMES)) {
                    throw BackupFiles.refused("the stream holds a file that no backup has: " + name);
                }
                try (OutputStream output = target.create(name)) {
                    zip.transferTo(output);
                }
                sealed |= name.equals(BackupFiles.SEAL);
            }
        } catch (EOFException e) {
            throw BackupFiles.refused("the stream is cut off" + at(name));
        } catch (ZipException e) {
            throw BackupFiles.refused("the stream is damaged" + at(name) + " (" + e.getMessage() + ")");
        }
        if (!sealed) {
            throw BackupFiles.refused("the stream is cut off or no backup: " + BackupFiles.SEAL + " is missing");
        }
    }

    private static String at(String name) {
        return name.isEmpty() ? "" : " at " + name;
    }
}
