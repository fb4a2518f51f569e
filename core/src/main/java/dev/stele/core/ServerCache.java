package dev.stele.core;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    /** The user's cache; not absolute for an account without a home. */
    static Path base() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        return xdg != null && !xdg.isBlank() ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
    }

    private static @Nullable Path inHome() {
        Path base = base();
        // An account without a home has "?" for one.
        if (!base.isAbsolute()) {
            return null;
        }
        try {
            Path directory = Files.createDirectories(base.resolve("stele"));
            return Files.isWritable(directory) ? directory : null;
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
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(wanted));
            Files.setPosixFilePermissions(directory, wanted);
        } catch (FileAlreadyExistsException known) {
            refuseForeign(directory);
        }
        return directory;
    }

    private static void refuseForeign(Path directory) throws IOException {
        PosixFileAttributes found =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Path ours = Files.createTempFile("stele", ".tmp");
        UserPrincipal us = Files.getOwner(ours);
        Files.delete(ours);
        if (!found.isDirectory()
                || !found.owner().equals(us)
                || found.permissions().contains(PosixFilePermission.GROUP_WRITE)
                || found.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("\"%s\" must be a directory that only %s may write to but belongs to %s with %s"
                    .formatted(directory, us, found.owner(), PosixFilePermissions.toString(found.permissions())));
        }
    }
}
