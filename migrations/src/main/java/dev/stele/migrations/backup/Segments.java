package dev.stele.migrations.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts one file piece by piece with AES-256-GCM.
 *
 * <p>The nonce is the number of the piece, the key is the file's own, and whether the piece is the last is authenticated:
 * pieces that are changed, moved, doubled, dropped or of another file do not open. Not safe for use by many threads.
 */
final class Segments {
    /** Bytes of plain text in each piece but the last; the JVM compiles the cipher sooner where pieces are small. */
    static final int PLAIN = 1 << 13;

    static final int TAG = 16;

    private final SecretKeySpec key;
    private final Cipher cipher;
    private long number;

    Segments(byte[] backupKey, String file) {
        this.key = new SecretKeySpec(BackupKey.mac(backupKey, file.getBytes(StandardCharsets.UTF_8)), "AES");
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] seal(byte[] plain, int length, boolean last) throws GeneralSecurityException {
        return begin(Cipher.ENCRYPT_MODE, last).doFinal(plain, 0, length);
    }

    byte[] open(byte[] sealed, int length, boolean last) throws GeneralSecurityException {
        return begin(Cipher.DECRYPT_MODE, last).doFinal(sealed, 0, length);
    }

    private Cipher begin(int mode, boolean last) throws GeneralSecurityException {
        byte[] nonce =
                ByteBuffer.allocate(12).putInt(last ? 1 : 0).putLong(number++).array();
        cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
        return cipher;
    }
}
