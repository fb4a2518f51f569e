package dev.stele.core;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a new session says of the server behind it.
 *
 * @param backend the number of the server process that answered
 * @param standby whether the server follows a primary and takes no writes
 * @param cluster the number that a primary, its standbys and its copies share; 0 where it is not told
 * @param timeline grows by at least one at each promotion; 0 on a standby and where it is not told
 * @param confirms whether a commit waits for a standby
 */
record ServerFacts(int backend, boolean standby, long cluster, long timeline, boolean confirms) {
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private static final String ALL = """
            select pg_backend_pid(), pg_is_in_recovery(), (select system_identifier from pg_control_system()),
                case when pg_is_in_recovery() then '0' else left(pg_walfile_name(pg_current_wal_lsn()), 8) end,
                current_setting('synchronous_standby_names') <> ''""";
    private static final String LEAST = """
            select pg_backend_pid(), pg_is_in_recovery(), 0, '0',
                current_setting('synchronous_standby_names') <> ''""";

    /** Asks in one flight; what the server keeps to itself, as some rented ones do, is left out. */
    static ServerFacts of(Connection connection) throws SQLException {
        try {
            return ask(connection, ALL);
        } catch (SQLException e) {
            if (SqlStates.isUnavailable(e.getSQLState())) {
                throw e;
            }
            log.debug("the server does not tell its timeline", e);
            return ask(connection, LEAST);
        }
    }

    private static ServerFacts ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return new ServerFacts(
                    row.getInt(1),
                    row.getBoolean(2),
                    row.getLong(3),
                    Long.parseLong(row.getString(4), 16),
                    row.getBoolean(5));
        }
    }
}
