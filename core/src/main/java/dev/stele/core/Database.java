package dev.stele.core;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.Unavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * An open PostgreSQL database: one pool of connections and the mapping of the entities.
 *
 * <p>Safe for use by many threads. Open one per process and close it at shutdown.
 */
public final class Database implements AutoCloseable {
    private final HikariDataSource pool;
    private final List<Class<?>> entities;

    private Database(HikariDataSource pool, List<Class<?>> entities) {
        this.pool = pool;
        this.entities = entities;
    }

    /** Opens the database for these entity classes. */
    public static Database open(DatabaseConfig config, Class<?>... entities) {
        HikariConfig hikari = new HikariConfig();
        hikari.setJdbcUrl(config.jdbcUrl());
        hikari.setUsername(config.user());
        hikari.setPassword(config.password());
        return new Database(new HikariDataSource(hikari), List.of(entities));
    }

    /**
     * Runs {@code work} on the connection of the current transaction, or on one of its own in autocommit.
     *
     * @throws dev.stele.core.error.DatabaseException if the database refuses the work
     */
    public <T> T sql(SqlWork<T> work) {
        try (Connection connection = pool.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw new Unavailable("could not run a statement", null, e.getSQLState(), e);
        }
    }

    /** The entity classes this database was opened with. */
    public List<Class<?>> entities() {
        return entities;
    }

    /** The connections themselves, for tools that need a {@link DataSource}; no transaction is joined. */
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
