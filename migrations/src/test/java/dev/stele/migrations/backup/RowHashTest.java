package dev.stele.migrations.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The content hash of a table depends on its rows and not on their order. */
class RowHashTest {
    @Test
    void hashesOneRowAsMurmurHash3Does() {
        // The low half is first in the usual print: 6c1b07bc7bbc4be3 47939ac4a93c437a.
        assertThat(of("The quick brown fox jumps over the lazy dog")).isEqualTo("e34bbc7bbc071b6c7a433ca9c49a9347");
        assertThat(of("")).isEqualTo("00000000000000000000000000000000");
    }

    @Test
    void orderDoesNotMatterAndEveryRowDoes() {
        assertThat(of("a", "b", "c")).isEqualTo(of("c", "a", "b"));
        assertThat(of("a", "b")).isNotEqualTo(of("a", "b", "b"));
        assertThat(of("a", "a")).isNotEqualTo(of("b", "b"));
        assertThat(of("ab")).isNotEqualTo(of("a", "b"));
    }

    @Test
    void partsAddUp() {
        RowHash whole = new RowHash();
        whole.add(hash("a", "b"));
        whole.add(hash("c"));

        assertThat(whole.text()).isEqualTo(of("a", "b", "c"));
        assertThat(whole.rows()).isEqualTo(3);
    }

    private static String of(String... rows) {
        return hash(rows).text();
    }

    private static RowHash hash(String... rows) {
        RowHash hash = new RowHash();
        for (String row : rows) {
            byte[] bytes = ("#" + row).getBytes(StandardCharsets.UTF_8);
            hash.add(bytes, 1, bytes.length - 1);
        }
        return hash;
    }
}
