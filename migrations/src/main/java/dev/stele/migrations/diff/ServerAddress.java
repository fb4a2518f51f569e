package dev.stele.migrations.diff;

import com.zaxxer.hikari.HikariDataSource;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.MigrationException;
import dev.stele.migrations.direct.DirectSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ds.common.BaseDataSource;

/**
 * How to log in to a server, whichever of its databases.
 *
 * @param url the address in pgjdbc's form, with the database that is known to exist
 * @param user the role, or null where the address says it
 * @param password its password, or null where the address says it or none is needed
 * @param properties pgjdbc's properties
 */
record ServerAddress(
        String url, @Nullable String user, @Nullable String password, Map<String, String> properties) {

    ServerAddress {
        properties = Map.copyOf(properties);
    }

    static ServerAddress of(DatabaseConfig given) {
        DatabaseConfig config = given.direct();
        return new ServerAddress(config.jdbcUrl(), config.user(), config.password(), config.driverProperties());
    }

    static ServerAddress of(DataSource source) {
        try {
            if (source instanceof BaseDataSource || source.isWrapperFor(BaseDataSource.class)) {
                return of(source instanceof BaseDataSource own ? own : source.unwrap(BaseDataSource.class));
            }
            if (source instanceof HikariDataSource || source.isWrapperFor(HikariDataSource.class)) {
                return ofPool(source instanceof HikariDataSource own ? own : source.unwrap(HikariDataSource.class));
            }
        } catch (SQLException e) {
            throw new MigrationException(
                    "cannot read the address of the data source "
                            + source.getClass().getName() + ": " + e.getMessage(),
                    null,
                    e.getSQLState(),
                    e);
        }
        throw unknown(source);
    }

    private static ServerAddress of(BaseDataSource source) {
        return new ServerAddress(source.getUrl(), source.getUser(), source.getPassword(), Map.of());
    }

    private static ServerAddress ofPool(HikariDataSource pool) throws SQLException {
        if (pool.getJdbcUrl() == null) {
            // Only an open pool has made the source that its settings describe.
            try (Connection opened = pool.getConnection()) {
                if (opened.isClosed() || !pool.isWrapperFor(BaseDataSource.class)) {
                    throw unknown(pool);
                }
            }
            return of(pool.unwrap(BaseDataSource.class));
        }
        Properties given = pool.getDataSourceProperties();
        Map<String, String> known = new HashMap<>();
        given.stringPropertyNames().forEach(name -> known.put(name, given.getProperty(name)));
        return new ServerAddress(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword(), known);
    }

    private static MigrationException unknown(DataSource source) {
        return new MigrationException(
                "cannot make a scratch database beside the data source "
                        + source.getClass().getName() + ": it does not tell its address and credentials",
                "use a DatabaseConfig, a PGSimpleDataSource, a HikariDataSource with a JDBC URL,"
                        + " or ScratchServer.embedded()",
                null,
                null);
    }

    /** The database that is known to exist. */
    DataSource maintenance() {
        return open();
    }

    /** Another database of the same server. */
    DataSource database(String name) {
        PGSimpleDataSource source = open();
        source.setDatabaseName(name);
        return source;
    }

    private PGSimpleDataSource open() {
        // Building an index may take longer than an answer should.
        PGSimpleDataSource source = DirectSource.patient(DirectSource.of(url, properties, "stele scratch"));
        if (user != null) {
            source.setUser(user);
        }
        if (password != null && !password.isEmpty()) {
            source.setPassword(password);
        }
        return source;
    }

    @Override
    public String toString() {
        return url.replaceFirst("\\?.*", "");
    }
}
