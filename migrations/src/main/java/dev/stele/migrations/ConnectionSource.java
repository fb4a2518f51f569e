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

    /** Opens direct connections, which no pool sees and no socket time-out cuts. */
    static ConnectionSource direct(DatabaseConfig config) {
        DataSource source = DirectSource.patient(DirectSource.of(config, "migrations"));
        return source::getConnection;
    }
}
