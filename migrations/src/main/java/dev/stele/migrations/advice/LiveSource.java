package dev.stele.migrations.advice;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.MigrationException;
import dev.stele.core.error.Unavailable;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens direct connections to the live database. */
final class LiveSource {
    private LiveSource() {}

    static DataSource of(DatabaseConfig given) {
        DatabaseConfig config = given.direct();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(config.jdbcUrl());
        source.setUser(config.user());
        source.setPassword(config.password());
        try {
            for (Map.Entry<String, String> property : config.driverProperties().entrySet()) {
                // The driver overlooks names that it does not know; its data source would not.
                if (PGProperty.forName(property.getKey()) != null) {
                    source.setProperty(property.getKey(), property.getValue());
                }
            }
            // Each statement runs a few times at most, and behind a pooler a named one may be somebody else's.
            source.setProperty(PGProperty.PREPARE_THRESHOLD, "0");
            source.setProperty(PGProperty.LOG_SERVER_ERROR_DETAIL, "false");
            source.setProperty(PGProperty.APPLICATION_NAME, config.applicationName() + " advice");
        } catch (SQLException e) {
            throw failure(e);
        }
        return source;
    }

    /** The server's words without the detail, which may quote rows. */
    static DatabaseException failure(SQLException e) {
        String state = e.getSQLState();
        String message = "could not examine the database: " + ServerStatistics.firstLine(e)
                + (state == null ? "" : " (SQLSTATE " + state + ")");
        return state != null && (state.startsWith("08") || state.startsWith("57P0") || state.startsWith("53"))
                ? new Unavailable(message, null, state, e)
                : new MigrationException(message, null, state, e);
    }
}
