package dev.stele.migrations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which backups stay. */
class KeepTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T23:30:00Z");

    @Test
    void theLastOnesStay() {
        List<Instant> hourly = every(Duration.ofHours(1), 10);

        assertThat(Keep.last(3).of(hourly, made -> made)).containsExactlyInAnyOrderElementsOf(hourly.subList(0, 3));
    }

    @Test
    void theNewestStaysWhateverIsAskedFor() {
        Keep weekly = new Keep(0, 0, 1);

        assertThat(weekly.of(every(Duration.ofDays(30), 3), made -> made)).containsExactly(MONDAY);
        assertThat(weekly.of(List.<Instant>of(), made -> made)).isEmpty();
    }

    @Test
    void refusesToKeepNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keep.last(0))
                .withMessage("last, daily or weekly must be positive but all are 0, which would keep no backup");
    }

    @Test
    void theNewestOfEachDayAndWeekStays() {
        List<Instant> all = every(Duration.ofHours(6), 4 * 40);

        assertThat(Keep.last(2).daily(3).weekly(3).of(all, made -> made))
                .containsExactlyInAnyOrder(
                        MONDAY,
                        MONDAY.minus(Duration.ofHours(6)),
                        Instant.parse("2026-11-22T23:30:00Z"),
                        Instant.parse("2026-11-21T23:30:00Z"),
                        Instant.parse("2026-11-15T23:30:00Z"));
    }

    @Test
    void daysWithoutABackupDoNotCount() {
        List<Instant> rare = every(Duration.ofDays(50), 5);

        assertThat(Keep.last(1).daily(3).of(rare, made -> made))
                .containsExactlyInAnyOrderElementsOf(rare.subList(0, 3));
    }

    @Test
    void refusesNegativeNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keep.last(1).daily(-1))
                .withMessage("last, daily and weekly must not be negative but were 1, -1 and 0");
    }

    /** The newest first. */
    private static List<Instant> every(Duration pause, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> MONDAY.minus(pause.multipliedBy(i)))
                .toList();
    }
}
