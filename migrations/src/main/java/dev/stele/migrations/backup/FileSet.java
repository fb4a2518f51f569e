package dev.stele.migrations.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes the files of a backup and remembers the size and the SHA-256 of each; safe for use by many threads. */
final class FileSet {
    private static final int BUFFER = 1 << 16;

    private final Target target;
    private final @Nullable Envelope envelope;
    private final boolean gzip;
    private final List<Manifest.File> files = new ArrayList<>();

    FileSet(Target target, @Nullable Envelope envelope, boolean gzip) {
        this.target = target;
        this.envelope = envelope;
        this.gzip = gzip;
    }

    /** A file that is to be written by one thread. */
    final class Output implements AutoCloseable {
        private final String name;
        private final Counted stored;
        private final OutputStream outer;

        private Output(String name, boolean compressed) throws IOException {
            this.name = name;
            this.stored = new Counted(new BufferedOutputStream(target.create(name), 2 * BUFFER));
            OutputStream stream = envelope == null ? stored : envelope.encrypt(name, stored);
            this.outer = compressed ? new Gzip(stream) : stream;
        }

        String name() {
            return name;
        }

        void write(byte[] bytes, int offset, int length) throws IOException {
            outer.write(bytes, offset, length);
        }

        long stored() {
            return stored.bytes;
        }

        /** Ends the file and puts it on the list. */
        void finish(long rows) throws IOException {
            outer.close();
            synchronized (files) {
                files.add(new Manifest.File(name, stored.bytes, stored.digest(), rows));
            }
        }

        /** Closes the file; what was not finished is on no list. */
        @Override
        public void close() throws IOException {
            stored.close();
        }
    }

    /** Begins a file of rows, compressed where that was asked for; its name gets the fitting ending. */
    Output data(String name) throws IOException {
        return new Output(name + (gzip ? ".gz" : ""), gzip);
    }

    void text(String name, byte[] content) throws IOException {
        try (Output output = new Output(name, false)) {
            output.write(content, 0, content.length);
            output.finish(0);
        }
    }

    /** All finished files, sorted by name. */
    List<Manifest.File> files() {
        synchronized (files) {
            return files.stream()
                    .sorted(Comparator.comparing(Manifest.File::name))
                    .toList();
        }
    }

    /** Writes the manifest and its seal, as they are, and completes the backup. */
    void complete(byte[] manifest) throws IOException {
        plain(BackupFiles.MANIFEST, manifest);
        plain(BackupFiles.SEAL, BackupFiles.seal(manifest, envelope));
        target.complete();
    }

    private void plain(String name, byte[] content) throws IOException {
        try (OutputStream output = target.create(name)) {
            output.write(content);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Level 1: the others cost more time than they save space here. */
    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream stream) throws IOException {
            super(stream, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static final class Counted extends DigestOutputStream {
        private long bytes;

        Counted(OutputStream stream) {
            super(stream, sha256());
        }

        @Override
        public void write(int b) throws IOException {
            super.write(b);
            bytes++;
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            super.write(data, offset, length);
            bytes += length;
        }

        String digest() {
            return HexFormat.of().formatHex(getMessageDigest().digest());
        }
    }
}
