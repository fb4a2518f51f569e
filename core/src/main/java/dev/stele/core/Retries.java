package dev.stele.core;

import dev.stele.core.error.Retryable;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How often a unit of work may run when it meets other transactions.
 *
 * @param attempts how often in all, at least 1
 * @param budget no attempt begins later than this after the first
 */
record Retries(int attempts, Duration budget) {
    private static final long FIRST_PAUSE = 10;
    private static final long LONGEST_PAUSE = 1000;

    Retries {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1 but was " + attempts);
        }
        if (budget.isNegative()) {
            throw new IllegalArgumentException("budget must not be negative but was " + budget);
        }
    }

    <T extends @Nullable Object> T call(Supplier<T> once) {
        if (attempts == 1) {
            return once.get();
        }
        long began = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                return once.get();
            } catch (Retryable e) {
                if (!isConflict(e)) {
                    throw e;
                }
                Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
                long pause = pause(attempt);
                if (attempt == attempts || elapsed.plusMillis(pause).compareTo(budget) > 0 || !paused(pause)) {
                    throw exhausted(e, attempt, elapsed);
                }
            }
        }
    }

    /** A lock that was not to be had (55P03) is retryable too, but only the caller knows whether waiting is worth it. */
    private static boolean isConflict(Retryable e) {
        return "40001".equals(e.sqlState()) || "40P01".equals(e.sqlState());
    }

    /** Doubles, is capped, and is drawn at random, so that those who met once do not meet again. */
    private static long pause(int attempt) {
        long ceiling = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(attempt - 1, 10));
        return ThreadLocalRandom.current().nextLong(1, ceiling + 1);
    }

    private static boolean paused(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Retryable exhausted(Retryable last, int attempts, Duration elapsed) {
        return new Retryable(
                String.format(
                        Locale.ROOT,
                        "the unit of work met other transactions in each of %d attempts within %.1f s",
                        attempts,
                        elapsed.toMillis() / 1000.0),
                "make it shorter, let it take its locks in one order, or allow more attempts",
                last.sqlState(),
                last);
    }
}
