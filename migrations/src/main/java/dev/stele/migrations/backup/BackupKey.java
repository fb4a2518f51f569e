package dev.stele.migrations.backup;

import dev.stele.core.error.BackupException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The 256 bits that a backup is encrypted and sealed with.
 *
 * <p>Immutable; it is never written to a backup, and {@code toString} hides it. Without it an encrypted backup is lost.
 */
public final class BackupKey {
    private static final int BYTES = 32;
    private static final String HMAC = "HmacSHA256";

    private final byte[] bytes;

    private BackupKey(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** Makes a new key. */
    public static BackupKey random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new BackupKey(bytes);
    }

    /**
     * Takes 32 bytes as they are.
     *
     * @throws IllegalArgumentException if there are more or less of them
     */
    public static BackupKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a key must have 32 bytes but had " + bytes.length);
        }
        return new BackupKey(bytes);
    }

    /**
     * Reads 64 hexadecimal digits, as {@code openssl rand -hex 32} writes them; white space around them is cut.
     *
     * @throws BackupException if the file cannot be read or holds something else
     */
    public static BackupKey read(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (text.matches("[0-9a-fA-F]{64}")) {
                return new BackupKey(HexFormat.of().parseHex(text));
            }
        } catch (IOException e) {
            throw new BackupException("could not read the key file " + file, null, null, e);
        }
        throw new BackupException(
                "the key file " + file + " must hold 64 hexadecimal digits and nothing else",
                "make one with: openssl rand -hex 32",
                null,
                null);
    }

    /** The key in 64 hexadecimal digits, for whoever stores it; never log it. */
    public String reveal() {
        return HexFormat.of().formatHex(bytes);
    }

    /** A key for one purpose in one backup. */
    byte[] derive(String purpose, byte[] salt) {
        byte[] name = ("stele backup 1 " + purpose).getBytes(StandardCharsets.US_ASCII);
        byte[] message = Arrays.copyOf(name, name.length + 1 + salt.length);
        System.arraycopy(salt, 0, message, name.length + 1, salt.length);
        return mac(bytes, message);
    }

    static byte[] mac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "BackupKey[hidden]";
    }
}
