package dev.stele.examples.benchmarks.sample;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.stele.core.config.DatabaseConfig;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database that is measured on, and a pool of the same size and settings for each peer.
 *
 * @param config where it is
 * @param wire whether what goes over the wire is counted, which costs time
 */
public record Target(DatabaseConfig config, Wire wire) {
    /** Whether connections count what goes over the wire. */
    public enum Wire {
        /** Nothing stands between the driver and the socket. */
        PLAIN,
        /** {@link CountedSockets} count. */
        COUNTED
    }

    /** The connections that a peer works with. */
    public HikariDataSource pool() {
        return new HikariDataSource(settings(false));
    }

    /** The same, whose batches of inserts the driver makes into inserts of many rows. */
    public HikariDataSource rewritingPool() {
        return new HikariDataSource(settings(true));
    }

    /** The same without autocommit, for who asks for that. */
    public HikariDataSource manualPool() {
        HikariConfig settings = settings(true);
        settings.setAutoCommit(false);
        return new HikariDataSource(settings);
    }

    private HikariConfig settings(boolean rewriting) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(config.jdbcUrl());
        source.setReWriteBatchedInserts(rewriting);
        if (wire == Wire.COUNTED) {
            source.setSocketFactory(CountedSockets.class.getName());
        }
        HikariConfig settings = new HikariConfig();
        source.setUser(config.user());
        source.setPassword(config.password());
        settings.setDataSource(source);
        settings.setMaximumPoolSize(config.pool().maxSize());
        settings.setMinimumIdle(1);
        settings.setConnectionTimeout(config.pool().acquireTimeout().toMillis());
        settings.setIdleTimeout(config.pool().maxLifetime().toMillis() / 2);
        settings.setMaxLifetime(config.pool().maxLifetime().toMillis());
        settings.setKeepaliveTime(config.pool().keepaliveTime().toMillis());
        return settings;
    }
}
