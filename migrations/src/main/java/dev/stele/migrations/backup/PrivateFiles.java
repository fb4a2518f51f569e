package dev.stele.migrations.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files that nobody but their owner may read. */
final class PrivateFiles {
    private PrivateFiles() {}

    static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    static Path parent(Path absolute) {
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("a backup cannot be the root directory " + absolute);
        }
        return parent;
    }

    static void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory, mode(directory, "rwx------"));
    }

    /** A new file; one that is there already is refused. */
    static OutputStream create(Path file) throws IOException {
        return Channels.newOutputStream(FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode(file, "rw-------")));
    }

    /** Takes from all others the right to read what another program wrote. */
    static void restrict(Path file) throws IOException {
        if (isPosix(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static FileAttribute<?>[] mode(Path path, String permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** What went wrong in words; of some failures the runtime tells no more than the name of the file. */
    static String said(IOException e) {
        if (!(e instanceof FileSystemException failed) || failed.getReason() != null) {
            return String.valueOf(e.getMessage());
        }
        String why = e instanceof NoSuchFileException
                ? "no such file or directory"
                : e instanceof AccessDeniedException
                        ? "permission denied"
                        : e instanceof FileAlreadyExistsException
                                ? "it exists already"
                                : e.getClass().getSimpleName();
        return failed.getFile() + ": " + why;
    }

    /** Deletes the directory with all that is in it; what cannot be deleted stays. */
    static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + directory, e);
        }
    }
}
