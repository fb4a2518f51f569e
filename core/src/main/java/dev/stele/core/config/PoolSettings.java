package dev.stele.core.config;

import java.time.Duration;

/**
 * How connections are kept.
 *
 * @param mode pooled, or one connection a unit of work
 * @param maxSize the most connections open at once, 1 to 1000; in unpooled mode it is not used
 * @param acquireTimeout how long a caller waits for a connection, at least 250 ms
 * @param maxLifetime when a pooled connection is replaced, at least 30 s; zero for never
 * @param keepaliveTime how often an idle pooled connection is checked, at least 30 s; zero for never
 */
public record PoolSettings(
        Mode mode, int maxSize, Duration acquireTimeout, Duration maxLifetime, Duration keepaliveTime) {

    /** Ten pooled connections, five seconds to get one. */
    public static final PoolSettings DEFAULT =
            new PoolSettings(Mode.POOLED, 10, Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofSeconds(30));

    /** Pooled by HikariCP, or opened and closed for each unit of work. */
    public enum Mode {
        /** HikariCP keeps connections open. */
        POOLED,
        /** One connection is opened and closed for each unit of work; for use behind a pooler. */
        UNPOOLED
    }

    /** Refuses sizes and times that the pool would quietly change. */
    public PoolSettings {
        if (maxSize < 1 || maxSize > 1000) {
            throw new IllegalArgumentException("maxSize must be 1 to 1000 but was " + maxSize);
        }
        requireAtLeast("acquireTimeout", acquireTimeout, Duration.ofMillis(250));
        if (!maxLifetime.isZero()) {
            requireAtLeast("maxLifetime", maxLifetime, Duration.ofSeconds(30));
        }
        if (!keepaliveTime.isZero()) {
            requireAtLeast("keepaliveTime", keepaliveTime, Duration.ofSeconds(30));
            if (!maxLifetime.isZero() && keepaliveTime.compareTo(maxLifetime) >= 0) {
                throw new IllegalArgumentException("keepaliveTime must be shorter than maxLifetime "
                        + Durations.print(maxLifetime) + " but was " + Durations.print(keepaliveTime));
            }
        }
    }

    /** Copies with another mode. */
    public PoolSettings withMode(Mode other) {
        return new PoolSettings(other, maxSize, acquireTimeout, maxLifetime, keepaliveTime);
    }

    /** Copies with another size. */
    public PoolSettings withMaxSize(int other) {
        return new PoolSettings(mode, other, acquireTimeout, maxLifetime, keepaliveTime);
    }

    /** Copies with another time to wait for a connection. */
    public PoolSettings withAcquireTimeout(Duration other) {
        return new PoolSettings(mode, maxSize, other, maxLifetime, keepaliveTime);
    }

    private static void requireAtLeast(String name, Duration found, Duration least) {
        if (found.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    name + " must be at least " + Durations.print(least) + " but was " + Durations.print(found));
        }
    }
}
