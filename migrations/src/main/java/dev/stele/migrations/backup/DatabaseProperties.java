package dev.stele.migrations.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a backup says of its database as a whole, for the one that holds it now: settings, limit, comment, privileges. */
final class DatabaseProperties {
    private static final String SETTING = "(?s)alter (database %s|role .* in database %s) set .*";
    private static final String OF_ROLES = "(?s)(grant|revoke|alter role) .*";

    private final Manifest.Database stored;
    private final RestoreOptions.Owners owners;

    DatabaseProperties(Manifest manifest, RestoreOptions options) {
        this.stored = manifest.database();
        this.owners = options.owners();
    }

    /** Those that hold for sessions that begin later. */
    List<String> settings(String database) {
        return statements()
                .filter(sql -> sql.matches(SETTING))
                .map(sql -> named(sql, database))
                .toList();
    }

    /** The rest: the limit of connections, the comment, and privileges. */
    List<String> others(String database) {
        return statements()
                .filter(sql -> !sql.matches(SETTING))
                .map(sql -> named(sql, database))
                .toList();
    }

    private Stream<String> statements() {
        return stored.statements().stream()
                .filter(sql -> owners == RestoreOptions.Owners.KEPT || !sql.matches(OF_ROLES));
    }

    private static String named(String statement, String database) {
        int at = statement.indexOf(" database %s") + " database ".length();
        return statement.substring(0, at) + Sql.quote(database) + statement.substring(at + 2);
    }

    /** Gives them to the database of the session, which somebody else may have made; returns what is not as it was. */
    List<String> giveTo(Connection connection) throws SQLException {
        List<String> notes = new ArrayList<>();
        String database = Objects.requireNonNull(Sessions.value(connection, "select current_database()"));
        for (String sql : Stream.concat(settings(database).stream(), others(database).stream())
                .toList()) {
            try {
                Sessions.execute(connection, sql);
            } catch (SQLException e) {
                if (String.valueOf(e.getSQLState()).startsWith("08")) {
                    throw e;
                }
                notes.add("of the database itself not restored: " + told(sql) + ", as "
                        + Sessions.failure("the server says", e).getMessage());
            }
        }
        String owner = Sessions.value(
                connection, "select pg_get_userbyid(datdba) from pg_database where datname = current_database()");
        if (owners == RestoreOptions.Owners.KEPT && !stored.owner().equals(owner)) {
            notes.add("the database belongs to \"" + owner + "\", and the one backed up to \"" + stored.owner() + "\"");
        }
        String locale = DatabaseFacts.locale(connection);
        if (!stored.locale().equals(locale)) {
            notes.add("the database has " + locale + ", and the one backed up " + stored.locale());
        }
        return notes;
    }

    /** The statement without a value that somebody gave. */
    private static String told(String sql) {
        return sql.replaceFirst("(?s)( set .*?) = .*", "$1").replaceFirst("(?s)(^comment on .*) is '.*", "$1");
    }
}
