package dev.stele.examples.benchmarks;

import dev.stele.core.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of its own on the server. */
final class SampleDatabase implements AutoCloseable {
    private final DatabaseConfig server;
    private final String name;

    SampleDatabase(DatabaseConfig server, String name) throws SQLException {
        this.server = server;
        this.name = name;
        execute(server.jdbcUrl(), "create database " + name);
    }

    PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        source.setUser(server.user());
        source.setPassword(server.password());
        return source;
    }

    /** The settings of the server, but for this database. */
    DatabaseConfig config() {
        return server.withDatabase(url(), server.user(), server.password());
    }

    void execute(String sql) throws SQLException {
        execute(url(), sql);
    }

    private String url() {
        return server.jdbcUrl().replaceFirst("/[^/]*$", "/" + name);
    }

    private void execute(String url, String sql) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(server.user());
        source.setPassword(server.password());
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        execute(server.jdbcUrl(), "drop database if exists " + name + " with (force)");
    }
}
