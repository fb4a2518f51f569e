package dev.stele.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolSettingsTest {
    private static final Duration HALF_MINUTE = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void rejectsSizeOutOfRange(int size) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PoolSettings.DEFAULT.withMaxSize(size))
                .withMessage("maxSize must be 1 to 1000 but was " + size);
    }

    @Test
    void rejectsTimesThatThePoolWouldQuietlyChange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PoolSettings.DEFAULT.withAcquireTimeout(Duration.ofMillis(249)))
                .withMessage("acquireTimeout must be at least 250ms but was 249ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool(Duration.ofSeconds(29), Duration.ZERO))
                .withMessage("maxLifetime must be at least 30s but was 29s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool(Duration.ZERO, Duration.ofSeconds(1)))
                .withMessage("keepaliveTime must be at least 30s but was 1s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool(HALF_MINUTE, HALF_MINUTE))
                .withMessage("keepaliveTime must be shorter than maxLifetime 30s but was 30s");
    }

    @Test
    void zeroIsNever() {
        assertThat(pool(Duration.ZERO, Duration.ZERO).maxLifetime()).isZero();
        assertThat(pool(Duration.ZERO, Duration.ofDays(1)).keepaliveTime()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void copiesChangeOneThing() {
        PoolSettings copy = PoolSettings.DEFAULT
                .withMode(PoolSettings.Mode.UNPOOLED)
                .withMaxSize(3)
                .withAcquireTimeout(Duration.ofSeconds(1));

        assertThat(copy)
                .isEqualTo(new PoolSettings(
                        PoolSettings.Mode.UNPOOLED,
                        3,
                        Duration.ofSeconds(1),
                        PoolSettings.DEFAULT.maxLifetime(),
                        PoolSettings.DEFAULT.keepaliveTime()));
    }

    private static PoolSettings pool(Duration maxLifetime, Duration keepalive) {
        return new PoolSettings(PoolSettings.Mode.POOLED, 1, Duration.ofSeconds(1), maxLifetime, keepalive);
    }
}
