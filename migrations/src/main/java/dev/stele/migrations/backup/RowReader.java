package dev.stele.migrations.backup;

import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/**
 * Reads what COPY sends, message by message, and hashes each row.
 *
 * <p>The server sends one row in each message. In binary form the first has the header before its row, and the last is the
 * trailer alone; neither is hashed.
 */
final class RowReader implements AutoCloseable {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int HEADER = SIGNATURE.length + 8;

    private final CopyOut copy;
    private final boolean binary;
    private final RowHash hash;
    private boolean first = true;

    RowReader(CopyOut copy, boolean binary, RowHash hash) {
        this.copy = copy;
        this.binary = binary;
        this.hash = hash;
    }

    /** The next message, or null at the end. */
    byte @Nullable [] next() throws SQLException {
        byte[] message = copy.readFromCopy();
        if (message == null) {
            return null;
        }
        int start = binary && first ? HEADER : 0;
        if (start > 0 && !startsWithHeader(message)) {
            throw new IllegalStateException("COPY began with something else than its header");
        }
        first = false;
        int length = message.length - start;
        boolean trailer = binary && length == 2 && message[start] == -1 && message[start + 1] == -1;
        if (!trailer && (length > 0 || !binary)) {
            hash.add(message, start, length);
        }
        return message;
    }

    private static boolean startsWithHeader(byte[] message) {
        // No flag and no extension: the server writes neither.
        return message.length >= HEADER
                && Arrays.equals(message, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)
                && Arrays.equals(message, SIGNATURE.length, HEADER, new byte[8], 0, 8);
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
