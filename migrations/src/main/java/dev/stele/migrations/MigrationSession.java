package dev.stele.migrations;

import dev.stele.core.error.DatabaseException;
import dev.stele.core.socket.SilentServer;
import dev.stele.migrations.direct.NotConnected;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one connection of a migration: its settings, its lock, and back as it was when it ends. */
final class MigrationSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationSession.class);

    private static final String SET =
            "select s.name, current_setting(s.name), set_config(s.name, ?, false) from pg_settings s where s.name = ?";

    private static final String TENANT =
            "select coalesce(current_setting('stele.tenant', true), ''), set_config('stele.tenant', ?, false)";

    private static final String ROLE = "select current_setting('role'), set_config('role', ?, false)";

    private final ConnectionSource source;
    private final Connection connection;
    private final MigrationSettings settings;
    private final Map<String, String> before = new LinkedHashMap<>();
    private final boolean autocommitBefore;
    private int networkTimeoutBefore = -1;
    private @Nullable String tenantBefore;
    private @Nullable String roleBefore;
    private @Nullable MigrationLock lock;

    private MigrationSession(ConnectionSource source, MigrationSettings settings) throws SQLException {
        this.source = source;
        this.connection = NotConnected.first(source::open);
        this.settings = settings;
        this.autocommitBefore = connection.getAutoCommit();
        if (!autocommitBefore) {
            connection.setAutoCommit(true);
        }
    }

    /** Runs {@code work} on a connection of its own and translates what goes wrong. */
    static <T> T with(ConnectionSource source, MigrationSettings settings, Work<T> work) {
        try (MigrationSession session = new MigrationSession(source, settings)) {
            return work.run(session);
        } catch (DatabaseException e) {
            throw e;
        } catch (NotConnected e) {
            throw ServerMessage.of(e.why()).notConnected("could not migrate the database");
        } catch (SQLException e) {
            ServerMessage said = ServerMessage.of(e);
            throw said.advising(advice(said)).translated("could not migrate the database");
        }
    }

    private static @Nullable String advice(ServerMessage said) {
        if ("42501".equals(said.sqlState())) {
            return "migrate as the owner of the schema, or let one who may run what Changelog.script(…) writes";
        }
        if (SilentServer.in(said.cause()) != null) {
            return "wake or restart the server, and run it again: what is applied is in the history";
        }
        return "42703".equals(said.sqlState()) && said.text().contains("databasechangelog")
                ? "the history is damaged: drop that table, and record by stamp(…) which version the schema is of"
                : null;
    }

    Connection connection() {
        return connection;
    }

    Applied history() throws SQLException {
        return new MovedFiles(settings.changelog()).follow(HistoryTable.read(connection, settings.changelog()));
    }

    /** Prepares the session for long work, takes the lock, and only then reads the history. */
    Applied locked() throws SQLException {
        if (lock == null) {
            new PoolerCheck(connection, source).requireOneSession();
            prepare();
            lock = MigrationLock.take(connection, settings);
            new MovedFiles(settings.changelog()).record(this, history());
        }
        return history();
    }

    /** Makes the history table; under the lock, since of sessions that create a table at once some fail. */
    void createHistory() throws SQLException {
        execute(HistoryTable.CREATE);
    }

    void verifyLock() throws SQLException {
        if (lock != null) {
            lock.verify();
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** Runs {@code work} in one transaction. */
    void inTransaction(TransactionRun.Work work) throws SQLException {
        connection.setAutoCommit(false);
        work.run();
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Has the rights of {@code role} from now on, and makes what it makes as that role. */
    void become(String role) throws SQLException {
        String before = setRole(role);
        if (roleBefore == null) {
            roleBefore = before;
        }
    }

    /** Has its own rights again, also where a changeset took others. */
    void becomeOneself() throws SQLException {
        if (roleBefore != null) {
            setRole(roleBefore);
        }
    }

    private String setRole(String role) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ROLE)) {
            statement.setString(1, role);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** Limits the wait for a table as the settings say. */
    void lockTimeout() throws SQLException {
        lockTimeout(settings.lockTimeout());
    }

    void lockTimeout(Duration limit) throws SQLException {
        set("lock_timeout", limit.toMillis() + "ms");
    }

    private void prepare() throws SQLException {
        if (!source.isPatient()) {
            networkTimeoutBefore = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, 0);
        }
        set("statement_timeout", "0");
        set("idle_in_transaction_session_timeout", "0");
        set("idle_session_timeout", "0");
        set("client_min_messages", "warning");
        // Where row-level security is in force, a migration is for all tenants: rows unseen would be left as they were.
        tenantBefore = nameTenant("*");
        lockTimeout();
        // When this process or its machine dies inside a statement, the server shall notice soon and free the lock.
        attempt("client_connection_check_interval", "250ms");
        attempt("tcp_keepalives_idle", "30");
        attempt("tcp_keepalives_interval", "10");
        attempt("tcp_keepalives_count", "3");
    }

    private String nameTenant(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TENANT)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private void attempt(String name, String value) {
        try {
            set(name, value);
        } catch (SQLException e) {
            LOG.debug("the server cannot set {} on its platform", name, e);
        }
    }

    private void set(String name, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SET)) {
            statement.setString(1, value);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    before.putIfAbsent(row.getString(1), row.getString(2));
                }
            }
        }
    }

    @Override
    public void close() {
        try (connection) {
            if (connection.isClosed()) {
                return;
            }
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            becomeOneself();
            if (lock != null) {
                lock.release();
            }
            for (Map.Entry<String, String> setting : Map.copyOf(before).entrySet()) {
                set(setting.getKey(), setting.getValue());
            }
            if (tenantBefore != null) {
                nameTenant(tenantBefore);
            }
            if (networkTimeoutBefore > 0) {
                connection.setNetworkTimeout(Runnable::run, networkTimeoutBefore);
            }
            connection.setAutoCommit(autocommitBefore);
        } catch (SQLException e) {
            // The session is gone, and with it the lock; what led here is thrown or done already.
            LOG.debug("could not hand the migration's connection back as it was", e);
        }
    }

    /** What is done with a session. */
    @FunctionalInterface
    interface Work<T> {
        T run(MigrationSession session) throws SQLException;
    }
}
