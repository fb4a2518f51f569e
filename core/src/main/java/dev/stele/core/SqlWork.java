package dev.stele.core;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Something done with a JDBC connection that the database lends for its duration.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface SqlWork<T> {
    /** Does it; the connection must not be kept, closed or switched out of its commit mode. */
    T run(Connection connection) throws SQLException;
}
