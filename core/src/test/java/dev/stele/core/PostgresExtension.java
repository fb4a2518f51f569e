package dev.stele.core;

import dev.stele.core.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Gives a test class a fresh database on a real PostgreSQL server, and drops it afterwards.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final PostgresExtension postgres = PostgresExtension.freshDatabase();
 * }</pre>
 *
 * <p>One server serves the whole JVM. The system property {@code stele.test.server} says which: {@code embedded},
 * {@code installed}, {@code container}, or a JDBC URL of a superuser.
 */
public final class PostgresExtension implements BeforeAllCallback, AfterAllCallback {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final List<String> template;
    private final AtomicInteger nesting = new AtomicInteger();
    private String name;
    private DatabaseConfig config;

    private PostgresExtension(List<String> template) {
        this.template = template;
    }

    /** Registers a fresh, empty database for the test class. */
    public static PostgresExtension freshDatabase() {
        return new PostgresExtension(List.of());
    }

    /** Copies with statements that run in the database as soon as it is made. */
    public PostgresExtension withSql(String... statements) {
        List<String> all = new ArrayList<>(template);
        all.addAll(List.of(statements));
        return new PostgresExtension(all);
    }

    /** Where to connect; made at the first call, so that static fields of the test may use it. */
    public synchronized DatabaseConfig config() {
        if (config == null) {
            DatabaseConfig server = SharedServer.config();
            name = "test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
            run(server, List.of("create database " + name + " template template0"));
            config = DatabaseConfig.of(
                    server.jdbcUrl().replaceFirst("(//[^/?]*)/[^?]*", "$1/" + name), server.user(), server.password());
            run(config, template);
        }
        return config;
    }

    /** The address of the database, without credentials. */
    public String jdbcUrl() {
        return config().jdbcUrl();
    }

    /** A data source without a pool. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl());
        source.setUser(config().user());
        source.setPassword(config().password());
        return source;
    }

    /** Opens a connection of the test's own. */
    public Connection connect() {
        return connect(config());
    }

    /** Runs statements one after another in autocommit. */
    public void execute(String... statements) {
        run(config(), List.of(statements));
    }

    /** Reads all rows, each a list of its columns; values may be null. */
    public List<List<Object>> query(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<List<Object>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    List<Object> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(result.getObject(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("could not run: " + sql, e);
        }
    }

    /** Reads the one value of a query with one row and one column; may be null. */
    public <T> T value(Class<T> type, String sql, Object... parameters) {
        List<List<Object>> rows = query(sql, parameters);
        if (rows.size() != 1 || rows.get(0).size() != 1) {
            throw new IllegalStateException(
                    "expected one row of one column but found " + rows.size() + " rows: " + sql);
        }
        return type.cast(rows.get(0).get(0));
    }

    /** The server's major version, such as 18. */
    public int majorVersion() {
        return value(Integer.class, "select current_setting('server_version_num')::int / 10000");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        nesting.incrementAndGet();
        config();
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        // A nested test class ends before the class around it.
        if (nesting.decrementAndGet() == 0) {
            run(SharedServer.config(), List.of("drop database if exists " + name + " with (force)"));
            config = null;
        }
    }

    private static void run(DatabaseConfig config, List<String> statements) {
        try (Connection connection = connect(config);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("could not prepare the test database: " + e.getMessage(), e);
        }
    }

    private static Connection connect(DatabaseConfig config) {
        try {
            return DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
        } catch (SQLException e) {
            throw new IllegalStateException("could not connect to the test server at " + config.jdbcUrl(), e);
        }
    }
}
