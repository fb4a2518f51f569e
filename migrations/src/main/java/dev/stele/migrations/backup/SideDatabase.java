package dev.stele.migrations.backup;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.BackupException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new database beside the one that it is to replace.
 *
 * <p>It is dropped when it is closed before it took its place; where the process was killed, the next one drops it. A lock
 * that the server holds for the session keeps others from restoring the same database meanwhile.
 */
final class SideDatabase implements AutoCloseable {
    // CREATE DATABASE can say this and no comment; a mark that came a moment later could be missing for ever.
    private static final int MARK = 1_938_470;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST = 63;
    private static final int SUFFIX = 24;
    /** Seconds. */
    private static final int ANSWER = 5;

    private final Sessions base;
    private final Connection keeper;
    private final String name;
    private final String side;
    private final BackupFiles files;
    private final RestoreOptions options;
    private final DatabaseProperties properties;
    private boolean placed;

    private SideDatabase(Sessions base, Connection keeper, Names names, BackupFiles files, RestoreOptions options) {
        this.base = base;
        this.keeper = keeper;
        this.name = names.name();
        this.side = names.side();
        this.files = files;
        this.options = options;
        this.properties = new DatabaseProperties(files.manifest(), options);
    }

    private record Names(String name, String side) {}

    static SideDatabase create(Sessions any, DatabaseConfig config, BackupFiles files, RestoreOptions options)
            throws SQLException {
        String name = nameOf(config);
        String maintenance = options.maintenance().equals(name) ? "template1" : options.maintenance();
        Sessions base = any.to(maintenance);
        Connection keeper = base.openFirst();
        try {
            requireAlone(keeper, name);
            sweep(keeper, name);
            String side = free(keeper, name, "_restore_");
            Sessions.execute(
                    keeper,
                    "create database " + Sql.quote(side) + " template template0 "
                            + files.manifest().database().locale() + " connection limit " + MARK);
            SideDatabase made = new SideDatabase(base, keeper, new Names(name, side), files, options);
            try {
                for (String statement : made.properties.settings(side)) {
                    Sessions.execute(keeper, statement);
                }
                return made;
            } catch (SQLException e) {
                made.drop();
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            keeper.close();
            throw e;
        }
    }

    /** The database that the address names, also where it is not there any more. */
    static String nameOf(DatabaseConfig config) {
        String url = config.direct().jdbcUrl();
        String path = url.substring(url.lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
        String name = java.net.URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        return name.isEmpty() ? config.user() : name;
    }

    Sessions sessions() {
        return base.to(side);
    }

    String name() {
        return name;
    }

    /** Waits a while, as the server ends what a killed restore had begun before it lets go of the lock. */
    private static void requireAlone(Connection keeper, String name) throws SQLException {
        Sessions.execute(keeper, "set lock_timeout = '" + PATIENCE.toMillis() + "ms'");
        try {
            Sessions.value(
                    keeper,
                    "select pg_advisory_lock(hashtextextended(" + Sql.literal("stele restore " + name) + ", 0))");
        } catch (SQLException e) {
            if (!"55P03".equals(e.getSQLState())) {
                throw e;
            }
            throw new BackupException(
                    "cannot restore database \"" + name + "\": another restore of it is going on",
                    "wait until it is done",
                    e.getSQLState(),
                    e);
        }
        Sessions.execute(keeper, "set lock_timeout = 0");
    }

    private static void sweep(Connection keeper, String name) throws SQLException {
        List<String> left = new ArrayList<>();
        try (Statement statement = keeper.createStatement();
                ResultSet row = statement.executeQuery("select d.datname from pg_database d where d.datname like "
                        + Sql.literal(prefix(name).replaceAll("([\\\\%_])", "\\\\$1") + "\\_restore\\_%")
                        // The other number marks what the server died in the middle of dropping.
                        + " and d.datconnlimit in (" + MARK + ", -2)")) {
            while (row.next()) {
                left.add(row.getString(1));
            }
        }
        for (String database : left) {
            Sessions.execute(keeper, "drop database if exists " + Sql.quote(database) + " with (force)");
        }
    }

    private static String prefix(String name) {
        String prefix = name;
        while (prefix.getBytes(StandardCharsets.UTF_8).length > LONGEST - SUFFIX) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        return prefix;
    }

    private static String free(Connection keeper, String name, String word) throws SQLException {
        for (int i = 1; ; i++) {
            String candidate = prefix(name) + word + i;
            String found =
                    Sessions.value(keeper, "select 1 from pg_database where datname = " + Sql.literal(candidate));
            if (found == null) {
                return candidate;
            }
        }
    }

    /** Exchanges the names in one transaction; returns what the old one is called now, or null where there is none. */
    @Nullable
    String takePlace() throws SQLException {
        options.listener().began("exchanging the databases");
        String replaced = Sessions.value(keeper, "select oid from pg_database where datname = " + Sql.literal(name));
        String old = replaced == null ? null : free(keeper, name, "_before_");
        endSessions(side);
        keeper.setAutoCommit(false);
        Eviction eviction = Eviction.of(base, replaced == null ? "0" : replaced);
        try {
            Sessions.execute(keeper, "set local synchronous_commit = on");
            if (old != null) {
                // Holds off new sessions until the commit; the eviction meanwhile ends those that there are.
                Sessions.execute(keeper, "alter database " + Sql.quote(name) + " rename to " + Sql.quote(old));
            }
            Sessions.execute(keeper, "alter database " + Sql.quote(side) + " rename to " + Sql.quote(name));
            Sessions.execute(keeper, "alter database " + Sql.quote(name) + " connection limit -1");
            for (String statement : properties.others(name)) {
                Sessions.execute(keeper, statement);
            }
            if (options.owners() == RestoreOptions.Owners.KEPT) {
                Sessions.execute(
                        keeper,
                        "alter database " + Sql.quote(name) + " owner to "
                                + Sql.quote(files.manifest().database().owner()));
            }
            keeper.commit();
            placed = true;
        } finally {
            eviction.close();
            if (!placed) {
                keeper.rollback();
            }
            keeper.setAutoCommit(true);
        }
        if (old != null && options.previous() == RestoreOptions.Previous.DROPPED) {
            Sessions.execute(keeper, "drop database if exists " + Sql.quote(old) + " with (force)");
            return null;
        }
        return old;
    }

    private void endSessions(String database) throws SQLException {
        Sessions.value(
                keeper,
                "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where datname = "
                        + Sql.literal(database));
    }

    private void drop() throws SQLException {
        Sessions.execute(keeper, "drop database if exists " + Sql.quote(side) + " with (force)");
    }

    @Override
    public void close() throws SQLException {
        try {
            // A server that has fallen silent would be waited for once more.
            if (!placed && keeper.isValid(ANSWER)) {
                drop();
            }
        } finally {
            keeper.close();
        }
    }
}
