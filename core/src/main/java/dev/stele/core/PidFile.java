package dev.stele.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server wrote about itself into {@code postmaster.pid}.
 *
 * @param data the data directory of the file
 * @param pid the server's first process
 * @param port the port it listens on; 0 while it is not written yet
 * @param ready whether it takes connections
 */
record PidFile(Path data, long pid, int port, boolean ready) {

    /** The file's name in a data directory. */
    static final String NAME = "postmaster.pid";

    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    /** Reads the file of a data directory; empty where there is none, or only its beginning. */
    static Optional<PidFile> read(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve(NAME));
            int port = lines.size() > PORT_LINE
                    ? Integer.parseInt(lines.get(PORT_LINE).strip())
                    : 0;
            boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).startsWith("ready");
            return Optional.of(new PidFile(data, Long.parseLong(lines.get(0).strip()), port, ready));
        } catch (IOException | RuntimeException absentOrUnfinished) {
            return Optional.empty();
        }
    }

    /** The server's first process; empty where it is gone and where its number went to some other program. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::serves);
    }

    /** Whether the server that wrote the file lives. */
    boolean isAlive() {
        return process().isPresent();
    }

    /** Asks where the process works, which for a server is its data directory; where unknown, what it is called. */
    private boolean serves(ProcessHandle process) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(pid), "cwd"), data);
        } catch (NoSuchFileException gone) {
            // Where there is /proc, this is a dead process that nobody has waited for, as in a container without init.
            return !Files.exists(Path.of("/proc/self/cwd")) && isCalledPostgres(process);
        } catch (IOException hidden) {
            return isCalledPostgres(process);
        }
    }

    private static boolean isCalledPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(true);
    }
}
