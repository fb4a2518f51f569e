package dev.stele.core;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets one thread of one process at a time start, stop or make the server of a directory. */
final class DirectoryLock {
    /** The file whose lock counts; it stays, since deleting it would let two holders in. */
    static final String FILE = "lock";

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private DirectoryLock() {}

    /** Runs {@code work} alone; the system frees the lock of a process that dies. */
    static <T> T holding(Path directory, Work<T> work) throws IOException {
        Path file = directory.toRealPath().resolve(FILE);
        // File locks exclude processes, not threads. An interned name excludes the threads, whatever their class
        // loader.
        synchronized (("dev.stele " + file).intern()) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                await(channel, file); // freed with the channel
                return work.run();
            }
        }
    }

    private static void await(FileChannel channel, Path file) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (channel.tryLock() == null) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "another process has held the lock " + file + " for " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** What is done under the lock. */
    interface Work<T> {
        /** Does it. */
        T run() throws IOException;
    }
}
