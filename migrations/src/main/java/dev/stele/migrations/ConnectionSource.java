package dev.stele.migrations;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.migrations.direct.DirectSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Where a migration's one connection comes from. */
@FunctionalInterface
interface ConnectionSource {

    Connection open() throws SQLException;

    /** Whether its connections wait at a limit as long as the server is alive, so that it can stay as it is. */
    default boolean isPatient() {
        return false;
    }

    /** Opens direct connections, which no pool sees and no socket time-out cuts while the server answers others. */
    static ConnectionSource direct(DatabaseConfig config) {
        return new Direct(DirectSource.patient(DirectSource.of(config, "migrations")));
    }

    /** The driver's own connections. */
    record Direct(DataSource source) implements ConnectionSource {
        @Override
        public Connection open() throws SQLException {
            return source.getConnection();
        }

        @Override
        public boolean isPatient() {
            return true;
        }
    }
}
