package dev.stele.migrations.advice;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.MigrationException;
import dev.stele.core.error.Unavailable;
import dev.stele.migrations.direct.DirectSource;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Opens direct connections to the live database. */
final class LiveSource {
    private LiveSource() {}

    static DataSource of(DatabaseConfig config) {
        return DirectSource.of(config, "advice");
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
