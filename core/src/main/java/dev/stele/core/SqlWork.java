package dev.stele.core;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Something done with a JDBC connection that the database lends for its duration.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface SqlWork<T extends @Nullable Object> {
    /**
     * Does it; the connection must not be kept, closed, committed or switched out of its commit mode.
     *
     * @throws SQLException whatever the driver throws; it leaves {@link Database#sql} translated
     */
    T run(Connection connection) throws SQLException;
}
