package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {
    private static final String ADOPTED = "Aq3_example-key-for-tests-only-000000000001";

    @Test
    void holds256RandomBitsBehindThePrefix() {
        Set<String> keys =
                Stream.generate(() -> KeyText.random().clear()).limit(1000).collect(Collectors.toSet());

        assertThat(keys)
                .hasSize(1000)
                .allMatch(key -> key.matches("stele_[A-Za-z0-9_-]{43}"))
                .allMatch(key -> Base64.getUrlDecoder().decode(key.substring(6)).length == 32);
    }

    @Test
    void digestIsSha256OfTheWholeText() {
        assertThat(HexFormat.of().formatHex(parsed(ADOPTED).digest()))
                .isEqualTo("42320e3c96c3a457b5754353f04cf50df4a2e004ee0bb862d8e83028b4b763aa");
    }

    @Test
    void knowsItsDigestAndNoOther() {
        KeyText key = KeyText.random();
        byte[] off = key.digest();
        off[31] ^= 1;

        assertThat(key.hasDigest(key.digest())).isTrue();
        assertThat(key.hasDigest(off)).isFalse();
        assertThat(key.hasDigest(null)).isFalse();
    }

    @Test
    void shortFormLeavesOutThePrefixAndIsThatOfThePythonSystem() {
        assertThat(parsed("stele_abcdXXXXXXXXXXXXXXXXXXXXXwxyz").shortForm()).isEqualTo("abcd...wxyz");
        assertThat(parsed(ADOPTED).shortForm()).isEqualTo("Aq3_...0001");
    }

    @Test
    void hidesTheSecretWhenPrinted() {
        KeyText key = KeyText.random();

        assertThat(key).hasToString(key.shortForm());
        assertThat(key.toString()).hasSize(11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "with a space in the middle of it", "kéy-with-an-accent-000000000"})
    void refusesWhatCannotBeAKey(String sent) {
        assertThat(KeyText.parse(sent)).isNull();
    }

    @Test
    void refusesANovel() {
        assertThat(KeyText.parse("x".repeat(201))).isNull();
        assertThat(KeyText.parse("x".repeat(200))).isNotNull();
    }

    private static KeyText parsed(String text) {
        return Objects.requireNonNull(KeyText.parse(text));
    }
}
