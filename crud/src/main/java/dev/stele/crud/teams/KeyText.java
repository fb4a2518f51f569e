package dev.stele.crud.teams;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An API key in clear: 256 random bits behind a prefix that secret scanners and people recognize.
 *
 * <p>Lives only as long as a call; {@code toString} shows the short form.
 */
final class KeyText {
    static final String PREFIX = "stele_";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;
    // The longest key of the Python system has 43 characters; the cap keeps a caller from having a novel hashed.
    private static final int LONGEST = 200;
    private static final int SHORTEST = 20;

    private final String text;

    private KeyText(String text) {
        this.text = text;
    }

    /** Makes a new key. */
    static KeyText random() {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return new KeyText(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** Takes what a client sent; null where it cannot be a key of this or of the Python system. */
    static @Nullable KeyText parse(String sent) {
        boolean possible = sent.length() >= SHORTEST
                && sent.length() <= LONGEST
                && sent.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return possible ? new KeyText(sent) : null;
    }

    /** The whole key; show it once and forget it. */
    String clear() {
        return text;
    }

    /** Whether it was made here, and so cannot be one of the Python system's. */
    boolean isOurs() {
        return text.startsWith(PREFIX);
    }

    /** What is kept of the key: 32 bytes from which it cannot be found, nor guessed, as it is random. */
    byte[] digest() {
        return Sha256.of(text);
    }

    /** Whether this key has the digest, compared in a time that does not depend on where they differ. */
    boolean hasDigest(byte @Nullable [] stored) {
        return stored != null && MessageDigest.isEqual(digest(), stored);
    }

    /** The first four and last four characters of the secret part, as the Python system writes them. */
    String shortForm() {
        String secret = isOurs() ? text.substring(PREFIX.length()) : text;
        return secret.substring(0, 4) + "..." + secret.substring(secret.length() - 4);
    }

    @Override
    public String toString() {
        return shortForm();
    }
}
