package dev.stele.core;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Something done with one prepared statement, which is closed afterwards: values bound, run, the answer read.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface StatementWork<T extends @Nullable Object> {
    /**
     * Does it; the statement runs once, or once for each set of values of a batch.
     *
     * @throws SQLException whatever the driver throws; it leaves {@link Database#sql} translated
     */
    T run(PreparedStatement statement) throws SQLException;

    /** A result that knows how long its statement stood still while the application looked at rows. */
    interface Halting {
        /** How long it stood still, in nanoseconds. */
        long haltedNanos();
    }
}
