package dev.stele.crud.teams;

import com.password4j.Argon2Function;
import com.password4j.BcryptFunction;
import com.password4j.types.Argon2;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.Unavailable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Argon2id by password4j, with bcrypt for hashes that another system left. */
final class Argon2idHasher implements PasswordHasher {
    /** A hash in the database may not ask for more than this: it would be a way to stop the application. */
    static final int MAX_MEMORY_KIB = 1_048_576;

    static final int MAX_PASSES = 32;

    private static final int MAX_BYTES = 1024;
    private static final int BCRYPT_MAX_BYTES = 72;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private static final Pattern ARGON2ID = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d)\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");
    // 2x marks the hashes of a broken implementation; a cost above 16 takes minutes.
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}");

    private final Cost cost;
    private final Semaphore turns;

    Argon2idHasher(Cost cost) {
        this(cost, new Semaphore(cost.concurrent(), true));
    }

    Argon2idHasher(Cost cost, Semaphore turns) {
        this.cost = cost;
        this.turns = turns;
    }

    @Override
    public String hash(String password) {
        byte[] bytes = encode(password);
        if (bytes == null) {
            throw new Invalid("password", "must be well-formed text");
        }
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new Invalid(
                    "password", "must be 1 to %d bytes in UTF-8 but is %d".formatted(MAX_BYTES, bytes.length));
        }
        byte[] salt = new byte[SALT_BYTES];
        Salts.RANDOM.nextBytes(salt);
        return inTurn(bytes, () -> argon2id().hash(bytes, salt).getResult());
    }

    @Override
    public boolean verify(String password, String hash) {
        byte[] bytes = encode(password);
        // Refused before any hash is looked at, so that the answer says nothing about the account.
        if (bytes == null || bytes.length == 0 || bytes.length > MAX_BYTES) {
            return false;
        }
        return inTurn(bytes, () -> check(bytes, hash));
    }

    @Override
    public boolean needsRehash(String password, String hash) {
        Matcher argon = ARGON2ID.matcher(hash);
        if (argon.matches()) {
            return Integer.parseInt(argon.group(1)) < cost.memoryKib()
                    || Integer.parseInt(argon.group(2)) < cost.passes()
                    || argon.group(4).length() < 22;
        }
        // bcrypt read 72 bytes only: what was typed after them is unproven, and must not become the password.
        byte[] bytes = encode(password);
        return bytes != null && bytes.length <= BCRYPT_MAX_BYTES;
    }

    // Kept by password4j with the memory of one hash: many starts make none. The explicit factory, since the short ones
    // read psw4j.properties and log that it is missing.
    private Argon2Function argon2id() {
        return Argon2Function.getInstance(
                cost.memoryKib(), cost.passes(), 1, HASH_BYTES, Argon2.ID, Argon2Function.ARGON2_VERSION_13);
    }

    private boolean check(byte[] password, String hash) {
        Matcher argon = ARGON2ID.matcher(hash);
        if (argon.matches() && affordable(argon)) {
            return Argon2Function.getInstanceFromHash(hash).check(password, hash.getBytes(StandardCharsets.US_ASCII));
        }
        if (BCRYPT.matcher(hash).matches() && !contains(password, (byte) 0)) {
            byte[] read = Arrays.copyOf(password, Math.min(password.length, BCRYPT_MAX_BYTES));
            // 2a, 2b and 2y are one algorithm, but password4j computes 2a wrongly beyond ASCII.
            String asB = "$2b$" + hash.substring(4);
            return BcryptFunction.getInstanceFromHash(asB).check(read, asB.getBytes(StandardCharsets.US_ASCII));
        }
        // An account that cannot log in must not be told apart by a quick answer.
        argon2id().hash(password, new byte[SALT_BYTES]);
        return false;
    }

    private static boolean affordable(Matcher argon) {
        int memory = Integer.parseInt(argon.group(1));
        int passes = Integer.parseInt(argon.group(2));
        int lanes = Integer.parseInt(argon.group(3));
        return lanes >= 1 && memory >= 8 * lanes && memory <= MAX_MEMORY_KIB && passes >= 1 && passes <= MAX_PASSES;
    }

    private <T> T inTurn(byte[] password, Supplier<T> work) {
        try {
            if (!turns.tryAcquire(cost.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Unavailable(
                        "could not hash a password: %d are being hashed and none ended within %s"
                                .formatted(cost.concurrent(), cost.patience()),
                        "try again later; limit how often a client may log in",
                        null,
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("could not hash a password: the thread was interrupted", null, null, e);
        }
        try {
            return work.get();
        } finally {
            turns.release();
            Arrays.fill(password, (byte) 0);
        }
    }

    // String.getBytes would turn every lone surrogate into the same '?'.
    private static byte @Nullable [] encode(String password) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(password));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static boolean contains(byte[] bytes, byte wanted) {
        for (byte b : bytes) {
            if (b == wanted) {
                return true;
            }
        }
        return false;
    }

    /** Shows the cost; nothing here is a secret. */
    @Override
    public String toString() {
        return "Argon2id[m=%d, t=%d, p=1, concurrent=%d]".formatted(cost.memoryKib(), cost.passes(), cost.concurrent());
    }

    /** Loaded with the first hash: most starts make none, and Java takes long to find its source of random numbers. */
    private static final class Salts {
        static final SecureRandom RANDOM = new SecureRandom();
    }
}
