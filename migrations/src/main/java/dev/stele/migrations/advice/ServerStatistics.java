package dev.stele.migrations.advice;

import dev.stele.core.statements.StatementFigures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server counted and knows by itself.
 *
 * @param server its product and version in words
 * @param standby whether it follows another server, which then counts apart
 * @param countedSince since when scans are counted, or null where that is not known
 * @param tables every table of the schemas that were asked for
 * @param indexes every index of them
 * @param statements the statements that took most, the most total time first
 * @param notes what could not be learnt, and which right or extension is missing for it
 */
record ServerStatistics(
        String server,
        boolean standby,
        @Nullable Instant countedSince,
        List<TableFigures> tables,
        List<IndexFigures> indexes,
        List<CountedStatement> statements,
        List<String> notes) {
    ServerStatistics {
        tables = List.copyOf(tables);
        indexes = List.copyOf(indexes);
        statements = List.copyOf(statements);
        notes = List.copyOf(notes);
    }

    /**
     * Reads them in a transaction that may only read; what cannot be read becomes a note. No table is read but the catalog.
     *
     * @param connection in autocommit
     * @param schemas which ones; all but the server's own where it is empty
     * @param statements how many statements at most
     * @throws SQLException if the server cannot be asked at all
     */
    static ServerStatistics read(Connection connection, List<String> schemas, int statements) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement settings = connection.createStatement()) {
            settings.execute("set transaction read only");
            settings.execute("set local statement_timeout = '30s'");
            settings.execute("set local lock_timeout = '1s'");
            return new Reading(connection, schemas).all(statements);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /**
     * A statement that the server counted.
     *
     * @param figures how often it ran and how long
     * @param unplannable why the role must not ask for its plan, or ""
     */
    record CountedStatement(StatementFigures figures, String unplannable) {}

    private static final class Reading {
        private final Connection connection;
        private final List<String> schemas;
        private final List<String> notes = new ArrayList<>();

        Reading(Connection connection, List<String> schemas) {
            this.connection = connection;
            this.schemas = schemas;
        }

        ServerStatistics all(int statements) throws SQLException {
            try (Statement query = connection.createStatement();
                    ResultSet row = query.executeQuery("select split_part(version(), ' on ', 1), pg_is_in_recovery(),"
                            + " (select stats_reset from pg_catalog.pg_stat_database where datname = current_database()),"
                            + " current_setting('track_counts')::boolean")) {
                row.next();
                boolean standby = row.getBoolean(2);
                Timestamp since = row.getTimestamp(3);
                if (standby) {
                    notes.add("this server is a standby: what it counts ran here, not on its primary");
                }
                if (!row.getBoolean(4)) {
                    notes.add("track_counts is off, so that scans and dead rows are not counted");
                }
                return new ServerStatistics(
                        row.getString(1),
                        standby,
                        since == null ? null : since.toInstant(),
                        part("tables", () -> new TableStatistics(connection, schemas).read()),
                        part("indexes", () -> new IndexStatistics(connection, schemas, notes).read()),
                        part("statements", () -> new StatementStatistics(connection, notes).read(statements)),
                        notes);
            }
        }

        private <T> List<T> part(String what, Part<T> part) throws SQLException {
            Savepoint before = connection.setSavepoint();
            try {
                return part.read();
            } catch (SQLException e) {
                connection.rollback(before);
                notes.add("the server's figures of %s could not be read: %s (SQLSTATE %s)"
                        .formatted(what, firstLine(e), e.getSQLState()));
                return List.of();
            }
        }
    }

    /** What the server says, without the detail that may quote rows. */
    static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceFirst("^[^ :]+: ", "");
    }

    @FunctionalInterface
    private interface Part<T> {
        List<T> read() throws SQLException;
    }
}
