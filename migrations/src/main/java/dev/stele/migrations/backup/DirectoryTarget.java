package dev.stele.migrations.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A directory that gets its name when all its files are on the disk. */
final class DirectoryTarget implements Target {
    /** What the name of a directory begins with while it is not complete. */
    static final String PARTIAL = ".stele-partial-";

    private final Path directory;
    private final Path partial;
    private boolean completed;

    DirectoryTarget(Path directory) throws IOException {
        this.directory = directory.toAbsolutePath().normalize();
        Path parent = PrivateFiles.parent(this.directory);
        Files.createDirectories(parent);
        this.partial = parent.resolve(PARTIAL + UUID.randomUUID());
        PrivateFiles.createDirectory(partial);
        PrivateFiles.createDirectory(partial.resolve("data"));
    }

    @Override
    public OutputStream create(String name) throws IOException {
        return PrivateFiles.create(partial.resolve(name));
    }

    @Override
    public void complete() throws IOException {
        List<Path> all = new ArrayList<>();
        try (var paths = Files.walk(partial)) {
            paths.forEach(all::add);
        }
        for (Path path : all) {
            sync(path);
        }
        Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
        completed = true;
        sync(PrivateFiles.parent(directory));
    }

    private static void sync(Path path) throws IOException {
        // Windows opens no directory, and needs no sync of one.
        if (Files.isDirectory(path) && !PrivateFiles.isPosix(path)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() {
        if (!completed) {
            PrivateFiles.delete(partial);
        }
    }
}
