package dev.stele.crud.teams;

import java.time.Duration;

/**
 * Turns passwords into hashes that are slow to guess, and compares them.
 *
 * <p>{@link #argon2id()} is what {@link Users} takes unless told otherwise. Implementations are safe for use by many
 * threads and put no password and no hash into messages or logs.
 */
public interface PasswordHasher {

    /**
     * Hashes a password with a fresh salt.
     *
     * @return the hash with its algorithm, cost and salt, as one string to store
     * @throws dev.stele.core.error.Invalid if the password is empty, too long or no well-formed text
     * @throws dev.stele.core.error.Unavailable if too many hashes are being computed for too long
     */
    String hash(String password);

    /**
     * Whether the hash is that password's; false for a hash of unknown form, which costs as much as any.
     *
     * @throws dev.stele.core.error.Unavailable if too many hashes are being computed for too long
     */
    boolean verify(String password, String hash);

    /** Whether a password that was just verified against {@code hash} should be hashed anew. */
    boolean needsRehash(String password, String hash);

    /**
     * Argon2id as OWASP recommends it; verifies the bcrypt hashes of an adopted database too.
     *
     * <p>Passwords have 1 to 1024 bytes in UTF-8. One hash for each processor runs at a time, the others wait.
     */
    static PasswordHasher argon2id() {
        return argon2id(Cost.OWASP);
    }

    /**
     * Argon2id with a cost of one's own.
     *
     * @throws IllegalArgumentException if the cost is below what OWASP recommends
     */
    static PasswordHasher argon2id(Cost cost) {
        return new Argon2idHasher(cost.atLeastRecommended());
    }

    /**
     * What one hash costs, and how many may be computed at a time.
     *
     * @param memoryKib memory in KiB; held for good from the first hash on, and once more for each hash being computed
     * @param passes passes over that memory
     * @param concurrent hashes computed at a time, since each takes a processor and that memory
     * @param patience how long a caller waits for its turn before it is refused
     */
    record Cost(int memoryKib, int passes, int concurrent, Duration patience) {
        /** 19 MiB, two passes, one at a time for each processor, ten seconds of patience. */
        public static final Cost OWASP =
                new Cost(19_456, 2, Runtime.getRuntime().availableProcessors(), Duration.ofSeconds(10));

        /** Refuses what cannot be computed. */
        public Cost {
            if (memoryKib < 8 || memoryKib > Argon2idHasher.MAX_MEMORY_KIB) {
                throw new IllegalArgumentException(
                        "memoryKib must be 8 to " + Argon2idHasher.MAX_MEMORY_KIB + " but was " + memoryKib);
            }
            if (passes < 1 || passes > Argon2idHasher.MAX_PASSES) {
                throw new IllegalArgumentException(
                        "passes must be 1 to " + Argon2idHasher.MAX_PASSES + " but was " + passes);
            }
            if (concurrent < 1) {
                throw new IllegalArgumentException("concurrent must be at least 1 but was " + concurrent);
            }
            if (patience.isNegative()) {
                throw new IllegalArgumentException("patience must not be negative but was " + patience);
            }
        }

        // OWASP lists equal pairs: 46 MiB with one pass, 19 with two, 12 with three, 9 with four, 7 with five.
        Cost atLeastRecommended() {
            int[] leastMemory = {47_104, 19_456, 12_288, 9_216, 7_168};
            int least = leastMemory[Math.min(passes, leastMemory.length) - 1];
            if (memoryKib < least) {
                throw new IllegalArgumentException(
                        "memoryKib must be at least %d with %d passes but was %d".formatted(least, passes, memoryKib));
            }
            return this;
        }
    }
}
