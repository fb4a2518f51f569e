package dev.stele.core.mapping;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Rows in COPY's text format: fields between tabs, {@code \N} for NULL, control characters behind a backslash.
 *
 * <p>Rows are gathered and written in blocks, so memory does not grow with their number. For one thread. See the
 * PostgreSQL manual, COPY, "Text Format".
 */
public final class CopyText {
    private static final int BLOCK = 1 << 16;

    /** Less than the gigabyte that a message and a line may have, by the rows that may stand before it in the block. */
    private static final int LONGEST_ROW = (1 << 30) - 2 * BLOCK;

    private static final String TOO_LARGE = "is too large for one row";

    private final OutputStream out;
    private byte[] bytes;
    private int size;
    private int row;
    private boolean begun;

    /** Begins with no row; what is gathered goes to {@code out} at the end of a row or by {@link #flush}. */
    public CopyText(OutputStream out) {
        this(out, 2 * BLOCK);
    }

    private CopyText(OutputStream out, int room) {
        this.out = out;
        this.bytes = new byte[room];
    }

    /** What {@code writer} writes, without the escapes of COPY where it needs none. */
    static String plainly(Consumer<CopyText> writer) {
        CopyText text = new CopyText(OutputStream.nullOutputStream(), 32);
        writer.accept(text);
        return new String(text.bytes, 0, text.size, StandardCharsets.US_ASCII);
    }

    /** Begins the row's next field. */
    public void field() {
        if (begun) {
            reserve(1);
            bytes[size++] = '\t';
        }
        begun = true;
    }

    /** Writes NULL as the whole field. */
    public void nothing() {
        plain("\\N");
    }

    /** Writes text that needs no escapes: ASCII without a backslash or control characters. */
    @SuppressWarnings("deprecation") // the bytes of ASCII are its characters
    public void plain(String ascii) {
        int length = ascii.length();
        reserve(length);
        ascii.getBytes(0, length, bytes, size);
        size += length;
    }

    /** Writes a whole number. */
    public void number(long value) {
        if (value == Long.MIN_VALUE) {
            plain("-9223372036854775808");
            return;
        }
        reserve(20);
        long rest = value;
        if (rest < 0) {
            bytes[size++] = '-';
            rest = -rest;
        }
        digits(rest, length(rest));
    }

    /** Writes a number that is not negative in so many digits, with leading zeros. */
    void digits(long value, int count) {
        reserve(count);
        long rest = value;
        for (int i = size + count - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += count;
    }

    private static int length(long value) {
        int length = 1;
        for (long rest = value; rest > 9; rest /= 10) {
            length++;
        }
        return length;
    }

    /** Writes one ASCII character that needs no escape. */
    void plain(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
    }

    /**
     * Writes any text.
     *
     * @throws IllegalArgumentException if it holds NUL or half a character, or is too large; the row is to be undone
     */
    public void text(String text) {
        int length = text.length();
        reserve(2 * length);
        int at = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size = at;
                rest(text.substring(i));
                return;
            }
            if (c < ' ' || c == '\\') {
                c = escaped(c);
                bytes[at++] = '\\';
            }
            bytes[at++] = (byte) c;
        }
        size = at;
        requireRoom();
    }

    /** The server would end the connection. */
    private void requireRoom() {
        if (size - row > LONGEST_ROW) {
            throw new IllegalArgumentException(TOO_LARGE);
        }
    }

    /** The same from the first character on that is more than one byte. */
    private void rest(String text) {
        Characters.requireWhole(text);
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        reserve(2 * encoded.length);
        for (byte b : encoded) {
            if ((b >= 0 && b < ' ') || b == '\\') {
                bytes[size++] = '\\';
                bytes[size++] = (byte) escaped((char) b);
            } else {
                bytes[size++] = b;
            }
        }
        requireRoom();
    }

    /** What stands behind the backslash for a character that cannot stand for itself. */
    private static char escaped(char c) {
        return switch (c) {
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case 0x0b -> 'v';
            case 0 -> throw new IllegalArgumentException(Characters.NUL);
            default -> c;
        };
    }

    /** Writes bytes as {@code bytea} takes them. */
    void hex(byte[] value) {
        reserve(3 + 2 * value.length);
        bytes[size++] = '\\';
        bytes[size++] = '\\';
        bytes[size++] = 'x';
        for (byte b : value) {
            bytes[size++] = (byte) Character.forDigit(b >> 4 & 0xf, 16);
            bytes[size++] = (byte) Character.forDigit(b & 0xf, 16);
        }
        requireRoom();
    }

    /** Ends the row. */
    public void endRow() throws IOException {
        reserve(1);
        bytes[size++] = '\n';
        row = size;
        begun = false;
        if (size >= BLOCK) {
            flush();
        }
    }

    /** Forgets the row that has been begun. */
    public void undoRow() {
        size = row;
        begun = false;
    }

    /** Writes out the rows that have ended. */
    public void flush() throws IOException {
        if (row > 0) {
            out.write(bytes, 0, row);
            System.arraycopy(bytes, row, bytes, 0, size - row);
            size -= row;
            row = 0;
            if (bytes.length > 4 * BLOCK) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * BLOCK, size));
            }
        }
    }

    private void reserve(int count) {
        if (size + count < 0) {
            throw new IllegalArgumentException(TOO_LARGE);
        }
        if (size + count > bytes.length) {
            bytes = Arrays.copyOf(
                    bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(2L * bytes.length, size + count)));
        }
    }
}
