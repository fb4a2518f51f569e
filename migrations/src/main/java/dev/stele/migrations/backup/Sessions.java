package dev.stele.migrations.backup;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.BackupException;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Unavailable;
import dev.stele.core.socket.SilentServer;
import dev.stele.migrations.direct.DirectSource;
import dev.stele.migrations.direct.NotConnected;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Opens the connections of a backup or a restore; safe for use by many threads. */
final class Sessions {
    /** What COPY prints must not depend on the server's settings, and none of them may end a long silence. */
    private static final String SETTINGS = "set %1$s datestyle = 'ISO, YMD'; set %1$s intervalstyle = 'postgres';"
            + " set %1$s extra_float_digits = 1; set %1$s bytea_output = 'hex'; set %1$s statement_timeout = 0;"
            + " set %1$s idle_in_transaction_session_timeout = 0; set %1$s idle_session_timeout = 0;"
            + " set %1$s lock_timeout = 0;"
            + " set %1$s synchronize_seqscans = off";

    // A restore that a crash cuts short begins anew, so nothing is lost by not waiting.
    private static final String RESTORING = "-c statement_timeout=0 -c lock_timeout=0 -c idle_session_timeout=0"
            + " -c idle_in_transaction_session_timeout=0 -c synchronous_commit=off -c row_security=off"
            + " -c datestyle=ISO,YMD -c intervalstyle=postgres -c check_function_bodies=off";

    private final DataSource source;
    private final @Nullable DatabaseConfig config;

    private Sessions(DataSource source, @Nullable DatabaseConfig config) {
        this.source = source;
        this.config = config;
    }

    static Sessions of(DataSource source) {
        return new Sessions(source, null);
    }

    static Sessions of(DatabaseConfig config) {
        return new Sessions(source(config), config);
    }

    /** Sessions in which nothing is cut off and a commit does not wait for the disk. */
    static Sessions ofRestore(DatabaseConfig config) {
        return new Sessions(restoring(source(config)), config);
    }

    private static PGSimpleDataSource restoring(PGSimpleDataSource source) {
        String given = source.getOptions();
        source.setOptions((given == null ? "" : given + " ") + RESTORING);
        return source;
    }

    private static PGSimpleDataSource source(DatabaseConfig config) {
        return DirectSource.patient(DirectSource.of(config, "backup"));
    }

    /** The same server and role, another database, for a restore. */
    Sessions to(String database) {
        if (config == null) {
            throw new IllegalStateException("a data source leads to one database");
        }
        PGSimpleDataSource other = restoring(source(config));
        other.setDatabaseName(database);
        return new Sessions(other, config);
    }

    DataSource source() {
        return source;
    }

    /** Opens a connection in autocommit, as the server and the source set it up. */
    Connection open() throws SQLException {
        Connection connection = source.getConnection();
        connection.setAutoCommit(true);
        return connection;
    }

    /** Opens the first connection of a piece of work, before which nothing of it was done. */
    Connection openFirst() throws NotConnected {
        return NotConnected.first(this::open);
    }

    /** Opens a connection in a read-only transaction that reads one snapshot, which is not taken yet. */
    Connection openReading() throws SQLException {
        Connection connection = open();
        connection.setAutoCommit(false);
        execute(connection, "set transaction isolation level repeatable read, read only");
        return connection;
    }

    /** Sets what COPY prints by; none of it is a query, so no snapshot is taken by it. */
    static void set(Connection connection, String scope) throws SQLException {
        boolean limited = connection.getMetaData().getDatabaseMajorVersion() >= 17;
        execute(connection, SETTINGS.formatted(scope) + (limited ? "; set " + scope + " transaction_timeout = 0" : ""));
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row, or null. */
    static @Nullable String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** The server's words without the detail, which quotes rows. */
    static DatabaseException failure(String what, SQLException e) {
        return failure(what, null, e);
    }

    static DatabaseException failure(String what, @Nullable String hint, SQLException e) {
        return failure(what, hint, e, Unavailable.Outcome.UNKNOWN);
    }

    /** The same, where it is known what a lost connection leaves behind. */
    static DatabaseException failure(String what, @Nullable String hint, SQLException e, Unavailable.Outcome ofLoss) {
        if (e instanceof NotConnected first) {
            return notConnected(what, hint, first.why());
        }
        String state = e.getSQLState();
        String message = what + ": " + said(e);
        return isUnavailable(state)
                ? new Unavailable(message, hint, state, e, ofLoss)
                : new BackupException(message, hint, state, e);
    }

    private static DatabaseException notConnected(String what, @Nullable String hint, SQLException e) {
        String message = what + ": " + said(e) + NotConnected.SAID;
        return isUnavailable(e.getSQLState()) || e instanceof SQLTransientConnectionException
                ? new Unavailable(message, NotConnected.HINT, e.getSQLState(), e, Unavailable.Outcome.NOTHING_KEPT)
                : new BackupException(message, hint, e.getSQLState(), e);
    }

    private static boolean isUnavailable(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57P0") || state.startsWith("53"));
    }

    private static String said(SQLException e) {
        SilentServer silent = SilentServer.in(e);
        ServerErrorMessage server = e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        String text = silent != null
                ? String.valueOf(silent.getMessage())
                : server == null || server.getMessage() == null ? String.valueOf(e.getMessage()) : server.getMessage();
        return text + (e.getSQLState() == null ? "" : " (SQLSTATE " + e.getSQLState() + ")");
    }
}
