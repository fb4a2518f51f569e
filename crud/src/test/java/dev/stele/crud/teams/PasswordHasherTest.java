package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stele.core.error.Invalid;
import dev.stele.core.error.Unavailable;
import dev.stele.crud.teams.PasswordHasher.Cost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {
    private static final PasswordHasher OWASP = PasswordHasher.argon2id();
    private static final PasswordHasher QUICK = new Argon2idHasher(new Cost(64, 1, 4, Duration.ofSeconds(10)));
    private static final String BCRYPT_OF_72_X = "$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i";

    @Test
    void hashesAsOwaspRecommendsIntoAPhcString() {
        String hash = OWASP.hash("correct horse battery staple");

        // 22 base64 characters hold the 16 bytes of the salt, 43 the 32 bytes of the hash.
        assertThat(hash).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(OWASP.verify("correct horse battery staple", hash)).isTrue();
        assertThat(OWASP.verify("correct horse battery stapler", hash)).isFalse();
        assertThat(OWASP.hash("correct horse battery staple")).isNotEqualTo(hash);
    }

    @ParameterizedTest // from test.c of the reference implementation, github.com/P-H-C/phc-winner-argon2
    @CsvSource(
            delimiter = ';',
            value = {
                "password; $argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "password; $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "password; $argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
                "differentpassword; $argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94"
            })
    void verifiesWhatTheReferenceImplementationMade(String password, String hash) {
        assertThat(QUICK.verify(password, hash)).isTrue();
        assertThat(QUICK.verify(password + " ", hash)).isFalse();
    }

    @ParameterizedTest // made by libxcrypt 4.4, crypt(3)
    @CsvSource({
        "correct horse battery staple, $2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
        "pässwörd, $2y$04$abcdefghijklmnopqrstuuyx2n0Zzopyr9QuYTMCfOJJOj526QVoC",
        "pässwörd, $2a$04$abcdefghijklmnopqrstuuyx2n0Zzopyr9QuYTMCfOJJOj526QVoC"
    })
    void verifiesBcryptAndAsksToReplaceIt(String password, String hash) {
        assertThat(QUICK.verify(password, hash)).isTrue();
        assertThat(QUICK.verify(password + "!", hash)).isFalse();
        assertThat(QUICK.needsRehash(password, hash)).isTrue();
    }

    @Test
    void aBcryptHashOfALongPasswordStaysSinceItsTailIsUnproven() {
        String typed = "x".repeat(72) + " and a slip of the finger";

        assertThat(QUICK.verify(typed, BCRYPT_OF_72_X)).isTrue();
        assertThat(QUICK.needsRehash(typed, BCRYPT_OF_72_X)).isFalse();
        assertThat(QUICK.needsRehash("x".repeat(72), BCRYPT_OF_72_X)).isTrue();
        assertThat(QUICK.verify("x".repeat(71), BCRYPT_OF_72_X)).isFalse();
    }

    @Test
    void passwordsThatShareTheir72FirstBytesDiffer() {
        String hash = QUICK.hash("x".repeat(72) + "a");

        assertThat(QUICK.verify("x".repeat(72) + "a", hash)).isTrue();
        assertThat(QUICK.verify("x".repeat(72) + "b", hash)).isFalse();
    }

    @Test
    void asksToReplaceAHashOfLessCostOnly() {
        String cheap = QUICK.hash("secret");
        String dear = OWASP.hash("secret");

        assertThat(OWASP.needsRehash("secret", cheap)).isTrue();
        assertThat(OWASP.needsRehash("secret", dear)).isFalse();
        assertThat(QUICK.needsRehash("secret", dear)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$2x$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
                "$2b$31$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=99,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=8,t=1,p=9$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
            })
    void refusesAHashOfUnknownFormOrUnpayableCost(String hash) {
        assertThat(QUICK.verify("password", hash)).isFalse();
    }

    @Test
    void refusesWhatIsEmptyTooLongOrNoText() {
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> QUICK.hash(""))
                .withMessage("the input is not valid: password must be 1 to 1024 bytes in UTF-8 but is 0");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> QUICK.hash("ä".repeat(513)))
                .withMessage("the input is not valid: password must be 1 to 1024 bytes in UTF-8 but is 1026");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> QUICK.hash("lone \ud800"))
                .withMessage("the input is not valid: password must be well-formed text");
        assertThat(QUICK.verify("ä".repeat(512), QUICK.hash("ä".repeat(512)))).isTrue();
        assertThat(QUICK.verify("ä".repeat(513), QUICK.hash("ä".repeat(512)))).isFalse();
        assertThat(QUICK.verify("lone \ud800", QUICK.hash("lone ?"))).isFalse();
    }

    @Test
    void aZeroByteCountsInArgon2idAndNeverPassesBcrypt() {
        assertThat(QUICK.verify("a\0b", QUICK.hash("a\0c"))).isFalse();
        assertThat(QUICK.verify("x".repeat(72) + "\0", BCRYPT_OF_72_X)).isFalse();
    }

    @Test
    void callersBeyondTheLimitAreRefusedAfterTheirPatience() {
        Semaphore turns = new Semaphore(1);
        PasswordHasher hasher = new Argon2idHasher(new Cost(64, 1, 1, Duration.ofMillis(5)), turns);
        turns.acquireUninterruptibly();

        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> hasher.hash("secret"))
                .withMessage("could not hash a password: 1 are being hashed and none ended within PT0.005S\n"
                        + "  hint: try again later; limit how often a client may log in");
        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> hasher.verify("secret", ""));

        turns.release();
        assertThat(hasher.verify("secret", hasher.hash("secret"))).isTrue();
        assertThat(turns.availablePermits()).isEqualTo(1);
    }

    @Test
    void refusesACostBelowTheRecommendation() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordHasher.argon2id(new Cost(19_455, 2, 1, Duration.ZERO)))
                .withMessage("memoryKib must be at least 19456 with 2 passes but was 19455");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cost(19_456, 0, 1, Duration.ZERO))
                .withMessage("passes must be 1 to 32 but was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cost(4, 1, 1, Duration.ZERO))
                .withMessage("memoryKib must be 8 to 1048576 but was 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cost(19_456, 2, 0, Duration.ZERO))
                .withMessage("concurrent must be at least 1 but was 0");
    }

    @Test
    void aFreshProcessPrintsNothing() throws Exception {
        // The banner and the warnings of password4j come when its classes are loaded: once in a process.
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Quiet.class.getName())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    /** Hashes and verifies with every algorithm, and exits with 0 if all is right and no thread was left behind. */
    static final class Quiet {
        public static void main(String[] args) {
            PasswordHasher hasher = PasswordHasher.argon2id();
            boolean right = hasher.verify("s3cret", hasher.hash("s3cret")) && !hasher.verify("s3cret", BCRYPT_OF_72_X);
            boolean alone = Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().contains("password4j"));
            System.exit(right && alone ? 0 : 1);
        }
    }

    @Test
    void showsItsCost() {
        assertThat(PasswordHasher.argon2id().toString()).startsWith("Argon2id[m=19456, t=2, p=1, concurrent=");
    }
}
