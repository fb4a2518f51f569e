package dev.stele.migrations.backup;

import dev.stele.core.error.BackupException;
import dev.stele.core.error.MigrationException;
import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.CatalogSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One moment of a database, held by a transaction that other sessions can join; its tables cannot be changed meanwhile.
 *
 * <p>Tables are locked before the snapshot is taken, so no change of a table can lie between the two. What no lock holds,
 * such as a function, is compared with a fresh look: where it changed in that moment, all begins anew.
 */
final class SourceSnapshot implements AutoCloseable {
    private static final String POSITION =
            "select case when pg_is_in_recovery() then '' else pg_current_wal_lsn()::text end";
    private static final String LOCK_TIMEOUT = "500ms";
    private static final int ATTEMPTS = 20;
    private static final int TOLD = 3;
    private static final Duration PAUSE = Duration.ofMillis(20);

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

    /** Takes it, waiting for tables that somebody changes just now, and for a moment in which nobody changes the schema. */
    static SourceSnapshot take(Sessions sessions, BackupOptions options) throws SQLException {
        long end = System.nanoTime() + options.lockWait().toNanos();
        for (int attempt = 1; ; attempt++) {
            Connection connection = sessions.openFirst();
            try {
                if (options.selection() instanceof BackupOptions.Rows) {
                    SelectedRows.prepare(connection);
                }
                return attempt(connection, sessions, options);
            } catch (Changing e) {
                connection.close();
                if (attempt >= ATTEMPTS && System.nanoTime() > end) {
                    throw new BackupException(
                            "could not take a snapshot: the schema changed in each of " + attempt
                                    + " attempts, at last " + e.what,
                            "make the backup while nobody creates, changes or drops tables, indexes or functions, or wait"
                                    + " longer for such a moment with BackupOptions.withLockWait(…)",
                            null,
                            e.getCause());
                }
                LockSupport.parkNanos(PAUSE.toNanos());
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

    private static SourceSnapshot attempt(Connection connection, Sessions sessions, BackupOptions options)
            throws SQLException, Changing {
        List<SourceTable> seen = tables(connection);
        List<SourceTable> locked = toLock(connection, seen, options);
        String rowSecurity = rowSecurity(options);
        connection.setAutoCommit(false);
        Sessions.execute(connection, "set transaction isolation level repeatable read, read only");
        Sessions.set(connection, "local");
        Sessions.execute(connection, rowSecurity);
        // Shorter than the server's deadlock_timeout, so that it is never the other one who is ended.
        Sessions.execute(connection, "set local lock_timeout = '" + LOCK_TIMEOUT + "'");
        if (!locked.isEmpty()) {
            Sessions.execute(
                    connection,
                    locked.stream()
                            .map(table -> "only " + table.sql())
                            .collect(Collectors.joining(", ", "lock table ", " in access share mode")));
        }
        Moment moment = moment(connection);
        List<SourceTable> tables = SourceTable.all(connection);
        if (!oids(tables).equals(oids(seen))) {
            throw new Changing("which tables there are", null);
        }
        CatalogSnapshot catalog = read(connection);
        CatalogSnapshot now;
        try (Connection other = sessions.open()) {
            now = read(other);
        }
        if (!catalog.fingerprint().equals(now.fingerprint())) {
            throw new Changing(changed(catalog, now), null);
        }
        return new SourceSnapshot(connection, tables, catalog, moment, rowSecurity);
    }

    /** Which tables there are; how large one is cannot be told while somebody changes it. */
    private static List<SourceTable> tables(Connection autocommit) throws SQLException {
        autocommit.setAutoCommit(false);
        Sessions.execute(autocommit, "set local lock_timeout = '" + LOCK_TIMEOUT + "'");
        List<SourceTable> tables = SourceTable.all(autocommit);
        autocommit.rollback();
        autocommit.setAutoCommit(true);
        return tables;
    }

    /** What is to be copied, and of the other tables those that the role may read, which need not be all. */
    private static List<SourceTable> toLock(Connection autocommit, List<SourceTable> seen, BackupOptions options)
            throws SQLException {
        if (!(options.selection() instanceof BackupOptions.Tables chosen)) {
            return seen;
        }
        Set<Long> readable = readable(autocommit);
        return seen.stream()
                .filter(table -> chosen.names().contains(table.label()) || readable.contains(table.oid()))
                .toList();
    }

    private static Set<Long> readable(Connection connection) throws SQLException {
        Set<Long> oids = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select oid from pg_class where relkind = 'r' and has_table_privilege(oid, 'select')")) {
            while (row.next()) {
                oids.add(row.getLong(1));
            }
        }
        return oids;
    }

    private static CatalogSnapshot read(Connection connection) throws Changing {
        try {
            return CatalogSnapshot.read(connection, Stages.OPTIONS);
        } catch (MigrationException changing) {
            // An object vanished between two of the server's own looks at it.
            throw new Changing("an object that vanished (" + changing.getMessage() + ")", changing);
        }
    }

    /** Some of what is in one of them only, or other in both. */
    private static String changed(CatalogSnapshot then, CatalogSnapshot now) {
        return Stream.concat(
                        then.objects().stream().filter(object -> !isIn(now, object)),
                        now.objects().stream().filter(object -> !isIn(then, object)))
                .map(object -> object.name().toString())
                .distinct()
                .limit(TOLD)
                .collect(Collectors.joining(", "));
    }

    private static boolean isIn(CatalogSnapshot snapshot, CatalogObject object) {
        return snapshot.find(object.name())
                .filter(other -> other.facts().equals(object.facts()))
                .isPresent();
    }

    /** The schema is another than a moment before. */
    private static final class Changing extends Exception {
        private static final long serialVersionUID = 1L;
        private final String what;

        Changing(String what, @Nullable Exception cause) {
            super(what, cause);
            this.what = what;
        }
    }

    private static List<Long> oids(List<SourceTable> tables) {
        return tables.stream().map(SourceTable::oid).sorted().toList();
    }

    private static Moment moment(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_export_snapshot(), clock_timestamp()")) {
            row.next();
            String name = row.getString(1);
            Instant time = Objects.requireNonNull(row.getObject(2, OffsetDateTime.class))
                    .toInstant();
            return new Moment(name, position(connection), time);
        }
    }

    /** How far the log is; empty on a standby, and where the server keeps it to itself, as some rented ones do. */
    private static String position(Connection connection) throws SQLException {
        Savepoint before = connection.setSavepoint();
        String position = "";
        try {
            position = Objects.requireNonNullElse(Sessions.value(connection, POSITION), "");
        } catch (SQLException e) {
            connection.rollback(before);
        }
        connection.releaseSavepoint(before);
        return position;
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
            // Nobody else drops a snapshot than the end of the session that holds it.
            throw "42704".equals(e.getSQLState())
                    ? new SQLException("the session that held the snapshot was lost", "08006", e)
                    : e;
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
