package dev.stele.core;

import dev.stele.core.error.ConfigurationException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The sign that somebody uses the server of a directory: a file that its process keeps locked.
 *
 * <p>The system frees the lock when the process dies, however it dies. Taken, looked at and returned only under the
 * {@link DirectoryLock}.
 */
final class Lease implements AutoCloseable {
    private static final String FOLDER = "leases";
    private static final String OURS = mark(ProcessHandle.current());

    private final Path file;
    private final FileChannel channel;

    private Lease(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes a lease on the directory. */
    static Lease take(Path directory) throws IOException {
        Path file = Files.createDirectories(directory.resolve(FOLDER)).resolve(OURS + UUID.randomUUID());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.lock();
        return new Lease(file, channel);
    }

    /** The processes that hold leases on the directory; forgets the leases of the dead. */
    static List<Long> holders(Path directory) throws IOException {
        List<Long> holders = new ArrayList<>();
        if (Files.isDirectory(directory.resolve(FOLDER))) {
            try (Stream<Path> files = Files.list(directory.resolve(FOLDER))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    if (isHeld(file)) {
                        String name = file.getFileName().toString();
                        holders.add(Long.valueOf(name.substring(0, name.indexOf('-'))));
                    }
                }
            }
        }
        return holders;
    }

    /**
     * Refuses a directory that a process uses which we cannot see.
     *
     * <p>Two containers that share a volume would each start a server on the same data.
     */
    static void refuseOtherContainers(Path directory) throws IOException {
        for (long holder : holders(directory)) {
            if (ProcessHandle.of(holder).isEmpty()) {
                throw new ConfigurationException(
                        "the embedded PostgreSQL server cannot be started",
                        List.of(("\"%s\" is in use by process %d of another container or machine"
                                        + "\n  hint: give every container a directory of its own")
                                .formatted(directory, holder)));
            }
        }
    }

    /** Returns the lease. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    private static boolean isHeld(Path file) throws IOException {
        // Closing any channel on a file frees the locks that our own process has on it, so ours are never opened.
        if (file.getFileName().toString().startsWith(OURS)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return true;
            }
        }
        Files.deleteIfExists(file);
        return false;
    }

    /** Names a process so that a later one with the same number has another name. */
    private static String mark(ProcessHandle process) {
        long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return process.pid() + "-" + start + "-";
    }
}
