package dev.stele.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The directory, private to this machine user, where unpacked servers and temporary data directories live.
 *
 * <p>Programs are started from it, so a directory that somebody else owns or may write to is refused.
 */
final class ServerCache {

    private ServerCache() {}

    /** Returns the directory; it exists. */
    static Path directory() throws IOException {
        ServerAccount account = ServerAccount.current();
        // Another account cannot look into our home directory.
        Path home = account.owner() == null ? inHome() : null;
        return home != null ? home : inTemp(account.owner() == null ? "rwx------" : "rwxr-xr-x");
    }

    private static @org.jspecify.annotations.Nullable Path inHome() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg != null && !xdg.isBlank() ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        try {
            return Files.createDirectories(base.resolve("stele"));
        } catch (IOException noHome) {
            return null;
        }
    }

    private static Path inTemp(String permissions) throws IOException {
        Path base = Path.of(System.getProperty("java.io.tmpdir"));
        Path directory = base.resolve("stele-" + System.getProperty("user.name"));
        if (!base.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Files.createDirectories(directory);
        }
        Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(permissions);
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(wanted));
            Files.setPosixFilePermissions(directory, wanted);
        }
        Set<PosixFilePermission> found = Files.getPosixFilePermissions(directory);
        String owner = Files.getOwner(directory).getName();
        if (!owner.equals(System.getProperty("user.name")) || found.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("directory " + directory + " must belong to us alone but belongs to " + owner + " ("
                    + PosixFilePermissions.toString(found) + ")\n  hint: remove it");
        }
        return directory;
    }
}
