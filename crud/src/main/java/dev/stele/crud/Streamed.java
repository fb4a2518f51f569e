package dev.stele.crud;

import dev.stele.core.StatementWork;
import org.jspecify.annotations.Nullable;

/**
 * What became of a stream of rows.
 *
 * @param value what the application's work returned
 * @param failure what it threw instead, or null
 * @param rows how many rows it took
 * @param haltedNanos how long it worked while no row was waited for
 */
record Streamed<R>(@Nullable R value, @Nullable RuntimeException failure, long rows, long haltedNanos)
        implements StatementWork.Halting {

    /** What the work returned; throws what it threw. */
    @SuppressWarnings("NullAway") // null only where the work returned it
    R result() {
        if (failure != null) {
            throw failure;
        }
        return value;
    }
}
