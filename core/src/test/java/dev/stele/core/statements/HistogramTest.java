package dev.stele.core.statements;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
    @ParameterizedTest
    @ValueSource(longs = {1_024, 1_025, 2_047, 2_048, 25_000, 1_000_000, 3_141_592_653L, (1L << 41) - 1})
    void aTimeIsToldAtMostSixPercentTooLong(long time) {
        Histogram histogram = new Histogram();

        histogram.add(time);

        assertThat(histogram.percentiles().applyAsLong(500)).isBetween(time, time + time / 16);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 63, 64, 1_000, 1_023})
    void belowAMicrosecondATimeIsToldWithin64Nanoseconds(long time) {
        Histogram histogram = new Histogram();

        histogram.add(time);

        assertThat(histogram.percentiles().applyAsLong(500)).isBetween(time, time + 63);
    }

    @Test
    void percentilesAreThoseOfTheSortedTimesWithinSixPercent() {
        Random random = new Random(42);
        long[] times = random.doubles(20_000, 9, 23)
                .mapToLong(power -> (long) Math.exp(power))
                .toArray();
        Histogram histogram = new Histogram();
        Arrays.stream(times).forEach(histogram::add);
        Arrays.sort(times);

        for (int thousandths : new int[] {1, 500, 950, 990, 1000}) {
            long exact = times[Math.max(0, times.length * thousandths / 1000 - 1)];
            assertThat(histogram.percentiles().applyAsLong(thousandths)).isBetween(exact, exact + exact / 16);
        }
        assertThat(histogram.count()).isEqualTo(times.length);
    }

    @Test
    void whatIsLongerThanHalfAnHourCountsAsThat() {
        Histogram histogram = new Histogram();

        histogram.add(Long.MAX_VALUE);
        histogram.add(-1);

        assertThat(histogram.percentiles().applyAsLong(1000)).isEqualTo((1L << 41) - 1);
        assertThat(histogram.count()).isEqualTo(2);
    }
}
