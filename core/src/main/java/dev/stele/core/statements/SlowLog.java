package dev.stele.core.statements;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for each slow statement, without values; of one text one line in ten seconds, of all ten a second.
 *
 * <p>The next line of the text tells how many were left out. Safe for use by many threads.
 */
final class SlowLog {
    static final String LOGGER = "dev.stele.slow";

    private static final Logger log = LoggerFactory.getLogger(LOGGER);
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_A_SECOND = 10;

    private volatile long threshold = Long.MAX_VALUE;
    private final AtomicLong secondBegan = new AtomicLong(System.nanoTime());
    private final AtomicLong linesInSecond = new AtomicLong();

    void from(Duration least) {
        if (least.isNegative()) {
            throw new IllegalArgumentException("threshold must not be negative but was " + least);
        }
        threshold = least.isZero() ? Long.MAX_VALUE : least.toNanos();
    }

    boolean isSlow(long nanos) {
        return nanos >= threshold;
    }

    void tell(Tally tally, String caller, long nanos, long rows) {
        long leftOut = tally.slowTurn().take(this);
        if (leftOut < 0) {
            return;
        }
        log.warn(
                "{} took {} ms for {} rows{}{}: {}",
                tally.shape().operation(),
                TimeUnit.NANOSECONDS.toMillis(nanos),
                rows,
                caller.isEmpty() ? "" : ", called by " + caller,
                leftOut == 0 ? "" : " (" + leftOut + " more since the last such line)",
                tally.shape().sql());
    }

    private boolean hasRoom(long now) {
        long began = secondBegan.get();
        if (now - began >= SECOND && secondBegan.compareAndSet(began, now)) {
            linesInSecond.set(0);
        }
        return linesInSecond.incrementAndGet() <= MOST_A_SECOND;
    }

    /** When a text had its last line, and how many it was refused since. */
    static final class Turn {
        private final AtomicLong last = new AtomicLong(System.nanoTime() - PAUSE);
        private final AtomicLong leftOut = new AtomicLong();

        /** How many were left out before this one, or -1 if this one is left out too. */
        private long take(SlowLog all) {
            long now = System.nanoTime();
            long before = last.get();
            if (now - before >= PAUSE && all.hasRoom(now) && last.compareAndSet(before, now)) {
                return leftOut.getAndSet(0);
            }
            leftOut.incrementAndGet();
            return -1;
        }
    }
}
