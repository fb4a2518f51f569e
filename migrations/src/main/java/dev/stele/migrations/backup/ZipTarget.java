package dev.stele.migrations.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** One stream, as a zip whose entries are stored; each file waits in a temporary directory until it is whole. */
final class ZipTarget implements Target {
    private final ZipOutputStream zip;
    private final Path waiting;

    ZipTarget(OutputStream stream) throws IOException {
        this.zip = new ZipOutputStream(stream);
        // The files are compressed already, or are not to be.
        zip.setLevel(0);
        this.waiting = Files.createTempDirectory("stele-backup");
    }

    @Override
    public OutputStream create(String name) throws IOException {
        Path file = waiting.resolve(UUID.randomUUID().toString());
        return new FilterOutputStream(PrivateFiles.create(file)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                super.close();
                if (Files.exists(file)) {
                    append(name, file);
                }
            }
        };
    }

    private synchronized void append(String name, Path file) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
        zip.closeEntry();
        Files.delete(file);
    }

    /** Ends the zip and leaves the stream open, which is the caller's. */
    @Override
    public synchronized void complete() throws IOException {
        zip.finish();
        zip.flush();
    }

    @Override
    public void close() {
        PrivateFiles.delete(waiting);
    }
}
