package dev.stele.migrations.backup;

import dev.stele.core.error.BackupException;
import dev.stele.core.error.MigrationException;
import dev.stele.migrations.diff.CatalogSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One moment of a database, held by a transaction that other sessions can join; its tables cannot be changed meanwhile.
 *
 * <p>Tables are locked before the snapshot is taken, so no change of a table can lie between the two. What no lock holds,
 * such as a function, is compared with a fresh look: where it changed in that moment, all begins anew.
 */
final class SourceSnapshot implements AutoCloseable {
    private static final String LOCK_TIMEOUT = "500ms";
    private static final int ATTEMPTS = 20;

    private final Connection connection;
    private final List<SourceTable> tables;
    private final CatalogSnapshot catalog;
    private final Moment moment;
    private final String rowSecurity;

    /**
     * When and where.
     *
     * @param name what other sessions call the snapshot
     * @param position of the write-ahead log, or empty
     * @param time by the server's clock
     */
    record Moment(String name, String position, Instant time) {}

    private SourceSnapshot(
            Connection connection,
            List<SourceTable> tables,
            CatalogSnapshot catalog,
            Moment moment,
            String rowSecurity) {
        this.connection = connection;
        this.tables = tables;
        this.catalog = catalog;
        this.moment = moment;
        this.rowSecurity = rowSecurity;
    }

    /** Rows that a policy hides would be missing: unless it is to be obeyed, the server refuses instead. */
    private static String rowSecurity(BackupOptions options) {
        return "set local row_security = " + (options.policies() == BackupOptions.Policies.OBEYED ? "on" : "off");
    }

    /** Takes it, waiting for tables that somebody changes just now. */
    static SourceSnapshot take(Sessions sessions, BackupOptions options) throws SQLException {
        long end = System.nanoTime() + options.lockWait().toNanos();
        for (int attempt = 1; ; attempt++) {
            Connection connection = sessions.open();
            try {
                if (options.selection() instanceof BackupOptions.Rows) {
                    SelectedRows.prepare(connection);
                }
                SourceSnapshot taken = attempt(connection, sessions, rowSecurity(options));
                if (taken != null) {
                    return taken;
                }
                if (attempt >= ATTEMPTS) {
                    throw new BackupException(
                            "could not take a snapshot: the schema changed each of " + ATTEMPTS + " times",
                            "make the backup while no tables or functions are made, changed or dropped",
                            null,
                            null);
                }
                connection.close();
            } catch (SQLException e) {
                connection.close();
                if (!"55P03".equals(e.getSQLState()) && !"42P01".equals(e.getSQLState())) {
                    throw e;
                }
                if (System.nanoTime() > end) {
                    throw new BackupException(
                            "could not take a snapshot: a table was being changed for more than " + options.lockWait(),
                            "try again, or wait longer with BackupOptions.withLockWait(…)",
                            e.getSQLState(),
                            e);
                }
            } catch (RuntimeException e) {
                connection.close();
                throw e;
            }
        }
    }

    private static @Nullable SourceSnapshot attempt(Connection connection, Sessions sessions, String rowSecurity)
            throws SQLException {
        List<SourceTable> seen = SourceTable.all(connection);
        connection.setAutoCommit(false);
        Sessions.execute(connection, "set transaction isolation level repeatable read, read only");
        Sessions.set(connection, "local");
        Sessions.execute(connection, rowSecurity);
        // Shorter than the server's deadlock_timeout, so that it is never the other one who is ended.
        Sessions.execute(connection, "set local lock_timeout = '" + LOCK_TIMEOUT + "'");
        if (!seen.isEmpty()) {
            Sessions.execute(
                    connection,
                    seen.stream()
                            .map(table -> "only " + table.sql())
                            .collect(Collectors.joining(", ", "lock table ", " in access share mode")));
        }
        Moment moment = moment(connection);
        List<SourceTable> tables = SourceTable.all(connection);
        if (!oids(tables).equals(oids(seen))) {
            return null;
        }
        CatalogSnapshot catalog = CatalogSnapshot.read(connection, Stages.OPTIONS);
        return catalog.fingerprint().equals(now(sessions))
                ? new SourceSnapshot(connection, tables, catalog, moment, rowSecurity)
                : null;
    }

    private static @Nullable String now(Sessions sessions) throws SQLException {
        try (Connection other = sessions.open()) {
            return CatalogSnapshot.read(other, Stages.OPTIONS).fingerprint();
        } catch (MigrationException changing) {
            // An object vanished between two of the server's own looks at it.
            return null;
        }
    }

    private static List<Long> oids(List<SourceTable> tables) {
        return tables.stream().map(SourceTable::oid).sorted().toList();
    }

    private static Moment moment(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_export_snapshot(), case when pg_is_in_recovery()"
                        + " then '' else pg_current_wal_lsn()::text end, clock_timestamp()")) {
            row.next();
            return new Moment(
                    row.getString(1),
                    row.getString(2),
                    Objects.requireNonNull(row.getObject(3, OffsetDateTime.class))
                            .toInstant());
        }
    }

    Connection connection() {
        return connection;
    }

    List<SourceTable> tables() {
        return tables;
    }

    CatalogSnapshot catalog() {
        return catalog;
    }

    Moment moment() {
        return moment;
    }

    /** Opens another session that sees the same moment. */
    Connection join(Sessions sessions) throws SQLException {
        Connection other = sessions.openReading();
        try {
            Sessions.execute(other, "set transaction snapshot " + Sql.literal(moment.name()));
            Sessions.set(other, "local");
            Sessions.execute(other, rowSecurity);
            return other;
        } catch (SQLException e) {
            other.close();
            throw e;
        }
    }

    /** Fails where the locks were lost with their session. */
    void requireHeld() throws SQLException {
        Sessions.value(connection, "select 1");
    }

    @Override
    public void close() throws SQLException {
        if (!connection.isClosed()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        connection.close();
    }
}
