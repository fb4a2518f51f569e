package dev.stele.core.config;

import java.time.Duration;

/**
 * How connections are kept.
 *
 * @param mode pooled, or one connection a unit of work
 * @param maxSize the most connections open at once, at least 1; in unpooled mode it is not used
 * @param acquireTimeout how long a caller waits for a connection
 * @param maxLifetime when a pooled connection is replaced
 * @param keepaliveTime how often an idle pooled connection is checked
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

    /** Refuses sizes and times that cannot work. */
    public PoolSettings {
        if (maxSize < 1) {
            throw new IllegalArgumentException("pool size must be at least 1 but was " + maxSize);
        }
    }
}
