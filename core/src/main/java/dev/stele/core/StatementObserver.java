package dev.stele.core;

import java.sql.SQLException;
import java.time.Duration;
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
     * @param batch how many times it ran in one batch; 1 for a plain statement
     * @param elapsed from the call to the answer's first row
     * @param failure what the driver threw, or null
     */
    record Executed(
            String sql,
            int batch,
            Duration elapsed,
            @Nullable SQLException failure) {}
}
