package dev.stele.migrations.backup;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;

/** Decrypts what {@link EncryptedOutput} wrote, and fails where a piece is not what was written there. */
final class DecryptedInput extends InputStream {
    private static final String BROKEN = "a piece of it was changed, moved or cut off";

    private final Segments segments;
    private final InputStream source;
    private byte[] next;
    private byte[] spare;
    private int nextLength;
    private byte[] plain = new byte[0];
    private int at;
    private boolean ended;

    DecryptedInput(Segments segments, InputStream source) {
        this.segments = segments;
        this.source = source;
        this.next = new byte[Segments.PLAIN + Segments.TAG];
        this.spare = new byte[next.length];
        this.nextLength = -1;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (at == plain.length) {
            if (ended) {
                return -1;
            }
            open();
        }
        int part = Math.min(length, plain.length - at);
        System.arraycopy(plain, at, bytes, offset, part);
        at += part;
        return part;
    }

    private void open() throws IOException {
        if (nextLength < 0) {
            nextLength = source.readNBytes(next, 0, next.length);
        }
        byte[] piece = next;
        int length = nextLength;
        next = spare;
        spare = piece;
        // Only a full piece may have another one behind it.
        nextLength = length == piece.length ? source.readNBytes(next, 0, next.length) : 0;
        ended = nextLength == 0;
        if (length < Segments.TAG) {
            throw new IOException(BROKEN);
        }
        try {
            plain = segments.open(piece, length, ended);
            at = 0;
        } catch (GeneralSecurityException e) {
            throw new IOException(BROKEN, e);
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
