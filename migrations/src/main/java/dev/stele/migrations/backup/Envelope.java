package dev.stele.migrations.backup;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How the files of one backup are encrypted, and how its manifest is sealed.
 *
 * <p>What it tells in the manifest says whether a key is the right one, and nothing of the key. Safe for use by many
 * threads.
 */
final class Envelope {
    private final String salt;
    private final String check;
    private final byte[] dataKey;
    private final byte[] sealKey;

    private Envelope(BackupKey key, byte[] salt) {
        this.salt = HexFormat.of().formatHex(salt);
        this.check = HexFormat.of().formatHex(Arrays.copyOf(key.derive("check", salt), 8));
        this.dataKey = key.derive("files", salt);
        this.sealKey = key.derive("manifest", salt);
    }

    /** A new one, or null without a key. */
    static @Nullable Envelope of(@Nullable BackupKey key) {
        if (key == null) {
            return null;
        }
        byte[] salt = new byte[32];
        new SecureRandom().nextBytes(salt);
        return new Envelope(key, salt);
    }

    /** The one that {@code told} describes, or null where the key is another. */
    static @Nullable Envelope open(BackupKey key, Manifest.Encryption told) {
        Envelope opened = new Envelope(key, HexFormat.of().parseHex(told.salt()));
        return MessageDigest.isEqual(
                        opened.check.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                        told.check().getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                ? opened
                : null;
    }

    Manifest.Encryption told() {
        return new Manifest.Encryption(Manifest.Encryption.CIPHER, salt, check);
    }

    String seal(byte[] manifest) {
        return HexFormat.of().formatHex(BackupKey.mac(sealKey, manifest));
    }

    OutputStream encrypt(String file, OutputStream target) {
        return new EncryptedOutput(new Segments(dataKey, file), target);
    }

    InputStream decrypt(String file, InputStream source) {
        return new DecryptedInput(new Segments(dataKey, file), source);
    }
}
