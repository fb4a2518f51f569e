package dev.stele.core;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks the embedded server once per machine user and version; later runs find it by its checksum. */
final class UnpackedArchive {

    private UnpackedArchive() {}

    /** Returns the directory with the archive's content, complete. */
    static Path of(URL archive, String name) throws IOException {
        Path home = ServerCache.directory().resolve("postgres-" + name + "-" + checksum(archive));
        if (Files.isDirectory(home)) {
            return home;
        }
        Path fresh = Files.createDirectories(home.resolveSibling(home.getFileName() + ".new-" + UUID.randomUUID()));
        try {
            unpack(archive, fresh);
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            DirectoryTree.delete(fresh);
            // Another process may have been faster: its directory is as complete as ours.
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
        return home;
    }

    private static void unpack(URL archive, Path target) throws IOException {
        try (InputStream raw = open(archive).getInputStream();
                var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(raw, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive " + archive + " holds a path outside of itself");
                }
                write(tar, entry, path);
            }
        }
    }

    private static void write(InputStream content, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        try {
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else {
                Files.copy(content, path);
                path.toFile().setExecutable((entry.getMode() & 0100) != 0, false);
            }
        } catch (FileAlreadyExistsException again) {
            throw new IOException("the archive holds \"" + entry.getName() + "\" twice", again);
        }
    }

    /** Takes the checksum that the jar's directory holds, so that nothing needs to be read. */
    private static String checksum(URL archive) throws IOException {
        URLConnection connection = open(archive);
        if (connection instanceof JarURLConnection jar) {
            JarEntry entry = jar.getJarEntry();
            if (entry != null && entry.getCrc() != -1) {
                return HexFormat.of().toHexDigits((int) entry.getCrc());
            }
        }
        CRC32 crc = new CRC32();
        try (InputStream content = connection.getInputStream()) {
            crc.update(content.readAllBytes());
        }
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static URLConnection open(URL archive) throws IOException {
        return archive.openConnection();
    }
}
