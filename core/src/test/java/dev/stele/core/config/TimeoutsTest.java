package dev.stele.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void rejectsTimesThatTheServerCannotCount() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timeouts.DEFAULT.withStart(Duration.ofDays(25)))
                .withMessage("start must be 0 to 2147483647ms but was 2160000000ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timeouts.DEFAULT.withLock(Duration.ofMillis(-5)))
                .withMessage("lock must be 0 to 2147483647ms but was -5ms");
    }

    @Test
    void rejectsASocketThatGivesUpBeforeItsStatement() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timeouts(SECOND, SECOND, SECOND, SECOND, SECOND, SECOND, SECOND))
                .withMessage("socket must be longer than statement 1s but was 1s");
    }

    @Test
    void anotherStatementLimitTakesTheSocketAlong() {
        assertThat(Timeouts.DEFAULT.withStatement(Durations.MOST).socket()).isEqualTo(Durations.MOST.plusSeconds(5));
        assertThat(Timeouts.DEFAULT.withStatement(Duration.ofMinutes(1)).socket())
                .isEqualTo(Duration.ofSeconds(65));
        assertThat(Timeouts.DEFAULT.withStatement(Duration.ZERO).socket()).isZero();
    }

    @Test
    void copiesChangeOneThing() {
        Timeouts copy =
                Timeouts.DEFAULT.withLock(SECOND).withIdleInTransaction(SECOND).withStart(SECOND);

        assertThat(copy)
                .hasToString("Timeouts[connect=PT2S, login=PT10S, socket=PT35S, statement=PT30S, lock=PT1S,"
                        + " idleInTransaction=PT1S, start=PT1S]");
    }

    @ParameterizedTest
    @CsvSource({
        "0,PT0S",
        "000,PT0S",
        "500ms,PT0.5S",
        "30s,PT30S",
        "30 s,PT30S",
        "10m,PT10M",
        "2min,PT2M",
        "1h,PT1H",
        "24d,PT576H"
    })
    void readsTimes(String text, Duration time) {
        assertThat(Durations.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-1s", "1.5s", "1 year", "25d", "9999999999s", "PT30S", "１s"})
    void doesNotGuessTimes(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1ms", "1500ms", "90s", "2m", "61m", "1h", "48h"})
    void writesTimesAsTheyAreRead(String text) {
        assertThat(Durations.print(Durations.parse(text).orElseThrow())).isEqualTo(text);
    }
}
