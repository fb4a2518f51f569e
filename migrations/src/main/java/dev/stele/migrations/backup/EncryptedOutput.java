package dev.stele.migrations.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;

/** Encrypts what is written to it; not safe for use by many threads. */
final class EncryptedOutput extends OutputStream {
    private final Segments segments;
    private final OutputStream target;
    private final byte[] plain = new byte[Segments.PLAIN];
    private int used;
    private boolean closed;

    EncryptedOutput(Segments segments, OutputStream target) {
        this.segments = segments;
        this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (used == plain.length) {
                seal(false);
            }
            int part = Math.min(end - at, plain.length - used);
            System.arraycopy(bytes, at, plain, used, part);
            used += part;
            at += part;
        }
    }

    private void seal(boolean last) throws IOException {
        try {
            target.write(segments.seal(plain, used, last));
            used = 0;
        } catch (GeneralSecurityException e) {
            throw new IOException("could not encrypt", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            seal(true);
            target.close();
        }
    }
}
