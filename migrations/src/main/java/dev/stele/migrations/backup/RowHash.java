package dev.stele.migrations.backup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Counts rows and sums a hash of each (MurmurHash3, 128 bits, seed 0), so that their order does not matter.
 *
 * <p>It finds what was lost, doubled or changed by accident; against intent, files have SHA-256 and the key. Not safe for
 * use by many threads.
 */
final class RowHash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    private long rows;
    private long high;
    private long low;

    void add(byte[] bytes, int offset, int length) {
        long h1 = 0;
        long h2 = 0;
        int end = offset + (length & ~15);
        int at = offset;
        for (; at < end; at += 16) {
            h1 = (Long.rotateLeft(h1 ^ first((long) LONGS.get(bytes, at)), 27) + h2) * 5 + 0x52dce729;
            h2 = (Long.rotateLeft(h2 ^ second((long) LONGS.get(bytes, at + 8)), 31) + h1) * 5 + 0x38495ab5;
        }
        long k1 = 0;
        long k2 = 0;
        for (int i = offset + length - 1 - at; i >= 0; i--) {
            long b = bytes[at + i] & 0xffL;
            if (i >= 8) {
                k2 |= b << ((i - 8) << 3);
            } else {
                k1 |= b << (i << 3);
            }
        }
        h1 = h1 ^ first(k1) ^ length;
        h2 = h2 ^ second(k2) ^ length;
        h1 += h2;
        h2 += h1;
        h1 = mixed(h1);
        h2 = mixed(h2);
        h1 += h2;
        rows++;
        high += h1;
        low += h2 + h1;
    }

    void add(RowHash other) {
        rows += other.rows;
        high += other.high;
        low += other.low;
    }

    long rows() {
        return rows;
    }

    /** The sum in 32 hexadecimal digits. */
    String text() {
        return "%016x%016x".formatted(high, low);
    }

    private static long first(long k) {
        return Long.rotateLeft(k * C1, 31) * C2;
    }

    private static long second(long k) {
        return Long.rotateLeft(k * C2, 33) * C1;
    }

    private static long mixed(long h) {
        long mixed = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
