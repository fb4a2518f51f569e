package dev.stele.core;

import dev.stele.core.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Finds the place for a server: a directory that the user names, or a temporary one. */
final class DevDirectory {
    private final Path path;
    private final Lease lease;

    private DevDirectory(Path path, Lease lease) {
        this.path = path;
        this.lease = lease;
    }

    /** Makes the directory where it is missing, and takes a lease on it. */
    static DevDirectory named(Path wanted) throws IOException {
        Path directory = wanted.toAbsolutePath().normalize();
        if (!Files.exists(directory)) {
            create(directory);
        } else if (!isEmptyOrOurs(directory)) {
            throw refusal("\"%s\" is not empty and was not made by DevServer".formatted(directory));
        }
        if (!ServerAccount.current().reaches(directory)) {
            throw refusal("the user \"%s\", as whom root runs the server, cannot reach \"%s\""
                    .formatted(ServerAccount.current().owner(), directory));
        }
        Path real = directory.toRealPath();
        return DirectoryLock.holding(real, () -> new DevDirectory(real, Lease.take(real)));
    }

    /** Makes a directory with a name of its own, after sweeping those whose owners died. */
    static DevDirectory temporary(ServerBinaries binaries) throws IOException {
        Path home = Files.createDirectories(ServerCache.directory().resolve("temporary"))
                .toRealPath();
        return DirectoryLock.holding(home, () -> {
            sweep(home, binaries);
            Path directory = home.resolve(UUID.randomUUID().toString());
            create(directory);
            return new DevDirectory(directory, Lease.take(directory));
        });
    }

    /** Where the server's files are. */
    Path path() {
        return path;
    }

    /** Our lease on it. */
    Lease lease() {
        return lease;
    }

    private static void sweep(Path home, ServerBinaries binaries) throws IOException {
        try (Stream<Path> entries = Files.list(home)) {
            for (Path entry : (Iterable<Path>) entries.filter(Files::isDirectory)::iterator) {
                if (Lease.holders(entry).isEmpty()) {
                    new DevCluster(binaries, entry).postmaster().quit();
                    DirectoryTree.tryDelete(entry);
                }
            }
        }
    }

    private static void create(Path directory) throws IOException {
        if (directory.getParent() != null) {
            Files.createDirectories(directory.getParent());
        }
        String permissions = ServerAccount.current().owner() == null ? "rwx------" : "rwxr-xr-x";
        try {
            Files.createDirectory(directory, DevCluster.readableBy(permissions, directory));
        } catch (FileAlreadyExistsException other) {
            // Another process made it a moment ago.
        }
    }

    private static boolean isEmptyOrOurs(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        boolean empty;
        try (Stream<Path> entries = Files.list(directory)) {
            empty = entries.findAny().isEmpty();
        }
        // Looked for last: it is the first file of ours, and another process may be making it right now.
        return empty || Files.exists(directory.resolve(DirectoryLock.FILE));
    }

    private static ConfigurationException refusal(String fault) {
        return new ConfigurationException(
                "the embedded PostgreSQL server cannot be started",
                List.of(fault + "\n  hint: name a new or empty directory"));
    }
}
