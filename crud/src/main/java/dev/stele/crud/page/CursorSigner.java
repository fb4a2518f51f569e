package dev.stele.crud.page;

import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes cursors and reads them back, so that a client can neither change one nor use it for another list.
 *
 * <p>Safe for use by many threads. Processes that serve the same clients need the same secret.
 */
public final class CursorSigner {
    /** The fewest characters a secret can have. */
    public static final int MIN_SECRET = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE = 16;

    private final Supplier<byte[]> key;

    /** Only ever copied: looking up and initialising a new one takes longer than signing. */
    private volatile @Nullable Mac prepared;

    private CursorSigner(Supplier<byte[]> key) {
        this.key = key;
    }

    /**
     * Signs with a secret of the application.
     *
     * @throws Misuse if it has fewer than 32 characters
     */
    public static CursorSigner of(String secret) {
        if (secret.length() < MIN_SECRET) {
            throw new Misuse(
                    "a secret for cursors must have at least %d characters but had %d"
                            .formatted(MIN_SECRET, secret.length()),
                    "make one with: openssl rand -base64 32");
        }
        return new CursorSigner(() -> secret.getBytes(StandardCharsets.UTF_8));
    }

    /** Signs with a key that only this process knows: cursors end with it. */
    public static CursorSigner random() {
        return new CursorSigner(() -> {
            byte[] key = new byte[32];
            new SecureRandom().nextBytes(key);
            return key;
        });
    }

    /**
     * A cursor at the row with these sort values.
     *
     * @param list what tells the list from others: its entity and order
     * @param filter the values of its condition
     * @param values the row's sort values
     */
    public Cursor sign(String list, List<Object> filter, List<? extends @Nullable Object> values) {
        byte[] payload = CursorValues.write(values);
        byte[] signed = Arrays.copyOf(signature(list, filter, payload), SIGNATURE + payload.length);
        System.arraycopy(payload, 0, signed, SIGNATURE, payload.length);
        return new Cursor(encoded(signed));
    }

    private static String encoded(byte[] signed) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /**
     * The sort values that a cursor of this list holds.
     *
     * @throws Invalid if it was changed, comes from another list, or from a process with another secret
     */
    public List<@Nullable Object> read(String list, List<Object> filter, Cursor cursor) {
        try {
            byte[] signed = Base64.getUrlDecoder().decode(cursor.text());
            // The last letter of base64 has bits that mean nothing: of several texts one is ours.
            if (signed.length > SIGNATURE && encoded(signed).equals(cursor.text())) {
                byte[] payload = Arrays.copyOfRange(signed, SIGNATURE, signed.length);
                byte[] signature = Arrays.copyOf(signed, SIGNATURE);
                if (MessageDigest.isEqual(signature, signature(list, filter, payload))) {
                    return CursorValues.read(payload);
                }
            }
        } catch (IllegalArgumentException | IOException e) {
            // not even base64: refused like every other text that is not ours
        }
        throw new Invalid("cursor", "is not one of this list; start again from the first page");
    }

    /** Made at the first cursor: Java's cryptography takes long to load, and many programs sign nothing. */
    private Mac prepared() {
        Mac known = prepared;
        return known != null ? known : prepare();
    }

    private synchronized Mac prepare() {
        Mac mac = prepared;
        if (mac == null) {
            try {
                mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(key.get(), ALGORITHM));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + ALGORITHM, e);
            }
            prepared = mac;
        }
        return mac;
    }

    private byte[] signature(String list, List<Object> filter, byte[] payload) {
        try {
            Mac mac = (Mac) prepared().clone();
            mac.update(list.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            byte[] values = CursorValues.write(filter);
            mac.update((byte) (values.length >> 24));
            mac.update((byte) (values.length >> 16));
            mac.update((byte) (values.length >> 8));
            mac.update((byte) values.length);
            mac.update(values);
            mac.update(payload);
            return Arrays.copyOf(mac.doFinal(), SIGNATURE);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " can be copied", e);
        }
    }
}
