package dev.stele.core;

import dev.stele.core.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The files of one embedded server below its directory: data, password and log, made whole or not at all.
 *
 * <p>Used only under the {@link DirectoryLock} of the directory.
 */
final class DevCluster {
    private static final String FOLDER = "cluster";
    private static final String UNFINISHED = FOLDER + ".new-";

    private final ServerBinaries binaries;
    private final Path directory;
    private final Path folder;
    private final Postmaster postmaster;

    DevCluster(ServerBinaries binaries, Path directory) {
        this.binaries = binaries;
        this.directory = directory;
        this.folder = directory.resolve(FOLDER);
        this.postmaster = postmaster(folder);
    }

    /** The server itself. */
    Postmaster postmaster() {
        return postmaster;
    }

    /** Where psql finds the password. */
    Path passwordFile() {
        return folder.resolve("pgpass");
    }

    /** The password of {@link Postmaster#SUPERUSER}. */
    String password() throws IOException {
        String line = Files.readString(passwordFile()).strip();
        return line.substring(line.lastIndexOf(':') + 1);
    }

    /** Makes the files where they are missing; refuses those of another version. */
    void prepare(List<String> initdbOptions) throws IOException {
        sweepUnfinished();
        if (!Files.exists(folder)) {
            make(initdbOptions);
        }
        int version = Integer.parseInt(
                Files.readString(folder.resolve("data/PG_VERSION")).strip());
        if (version != binaries.majorVersion()) {
            throw new ConfigurationException(
                    "the embedded PostgreSQL server cannot be started",
                    List.of(("directory \"%s\" holds data of PostgreSQL %d but the server on the class path is"
                                    + " PostgreSQL %d\n  hint: use binaries of version %d, or name another directory")
                            .formatted(directory, version, binaries.majorVersion(), version)));
        }
    }

    /** Starts the server unless it runs, at the port of its last run where that is free. */
    int start(Map<String, String> settings, Map<String, String> environment) throws IOException {
        return postmaster.start(lastPort(), settings, environment);
    }

    private void make(List<String> initdbOptions) throws IOException {
        Path fresh = Files.createDirectory(
                directory.resolve(UNFINISHED + UUID.randomUUID()), readableBy("rwx------", directory));
        ServerAccount.current().own(fresh);
        String password = randomPassword();
        postmaster(fresh).initialize(password, initdbOptions);
        Path pgpass = Files.createFile(fresh.resolve("pgpass"), readableBy("rw-------", directory));
        Files.writeString(pgpass, "127.0.0.1:*:*:" + Postmaster.SUPERUSER + ":" + password + "\n");
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes what a process left that was killed while it made the files. */
    private void sweepUnfinished() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (entry.getFileName().toString().startsWith(UNFINISHED)) {
                    DirectoryTree.tryDelete(entry);
                }
            }
        }
    }

    private int lastPort() throws IOException {
        Path conf = folder.resolve("data").resolve(Postmaster.CONF);
        if (!Files.exists(conf)) {
            return 0;
        }
        return Files.readAllLines(conf).stream()
                .filter(line -> line.startsWith("port = "))
                .mapToInt(line -> Integer.parseInt(line.substring("port = ".length())))
                .findFirst()
                .orElse(0);
    }

    private Postmaster postmaster(Path parent) {
        return new Postmaster(binaries, parent.resolve("data"), parent.resolve("server.log"));
    }

    private static String randomPassword() {
        byte[] bytes = new byte[18];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** The permissions of a new file, where the file system knows any. */
    static FileAttribute<?>[] readableBy(String permissions, Path at) {
        return at.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
