package dev.stele.migrations.advice.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.31, 0.31",
        "7, 7",
        "808, 808",
        "'12345', '12,345'",
        "1234567, 1.23 M",
        "-2500000000, -2.50 bn",
        "NaN, ?"
    })
    void writesCountsWithThreeDigitsThatCount(double number, String words) {
        assertThat(Words.count(number)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "300, < 0.01 ms",
        "4200000, 4.20 ms",
        "41000000, 41.0 ms",
        "37000000000, 37.0 s",
        "90000000000, 1.50 min",
        "7200000000000, 2.00 h"
    })
    void writesTimesInTheUnitThatFits(long nanos, String words) {
        assertThat(Words.time(Duration.ofNanos(nanos))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "8192, 8.00 kB", "-16384, -16.0 kB", "2432696, 2.32 MB", "1073741824, 1.00 GB"})
    void writesSizesAsPostgresDoes(long bytes, String words) {
        assertThat(Words.bytes(bytes)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 %", "0.004, 0.4 %", "0.25, 25 %", "0.999, 99 %", "1, 100 %", "1.5, 150 %"})
    void writesNearlyAllNotAsAll(double share, String words) {
        assertThat(Words.share(share)).isEqualTo(words);
    }

    @Test
    void writesOutWhatCannotBeSeen() {
        assertThat(Words.line("a\u202Eb\u0000c\nd\u200Be\uD800"))
                .isEqualTo("a<U+202E>b<U+0000>c<U+000A>d<U+200B>e<U+D800>");
        assertThat(Words.text("a\n\tb\r")).isEqualTo("a\n\tb<U+000D>");
        assertThat(Words.line("таблица 表 😀")).isEqualTo("таблица 表 😀");
    }
}
