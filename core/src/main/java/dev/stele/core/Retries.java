package dev.stele.core;

import dev.stele.core.error.Retryable;
import dev.stele.core.error.Unavailable;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
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

    /**
     * Runs {@code once} until it succeeds, fails otherwise than by a conflict, or may not run again.
     *
     * @param healing whether it is also run again after the server was lost, where nothing was kept
     * @param retried counts the runs after the first
     */
    <T extends @Nullable Object> T call(Supplier<T> once, boolean healing, LongAdder retried) {
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
                if (!mayRunAgain(attempt, began)) {
                    throw exhausted(e, attempt, since(began));
                }
            } catch (Unavailable e) {
                if (!healing || e.outcome() != Unavailable.Outcome.NOTHING_KEPT || !mayRunAgain(attempt, began)) {
                    throw e;
                }
            }
            retried.increment();
        }
    }

    private boolean mayRunAgain(int attempt, long began) {
        long pause = pause(attempt);
        return attempt < attempts && since(began).plusMillis(pause).compareTo(budget) <= 0 && paused(pause);
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
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
