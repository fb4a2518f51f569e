package dev.stele.core;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Hears of every statement that a {@link Database} runs; called on the thread that ran it. */
@FunctionalInterface
public interface StatementObserver {
    /** Called after the statement, whether it failed or not; an exception thrown here is logged and dropped. */
    void executed(Executed statement);

    /**
     * One statement that was sent to the server.
     *
     * @param sql its text as given to the driver, with {@code ?} for bound values
     * @param operation what asked for it, such as {@code Thread.page}; {@code sql} where the application wrote the text
     * @param caller the application's frame that asked for it, or "" where there is none
     * @param batch how many times it ran in one batch; 1 for a plain statement
     * @param began when it was called
     * @param elapsed from the call to the answer's first row
     * @param failure what the driver threw, or null
     */
    record Executed(
            String sql,
            String operation,
            String caller,
            int batch,
            Instant began,
            Duration elapsed,
            @Nullable SQLException failure) {}
}
