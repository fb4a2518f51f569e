package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The role that owns the schema where {@link Changelog#roles} is applied: changesets run as that role, whoever migrates.
 *
 * <p>Only the versions that make the roles run as who logged in, since they do what no owner may.
 */
final class SchemaOwner {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** The changeset that gives the owner what was made before. */
    private static final String HANDED_OVER = "author = 'stele' and id = 'roles-0001-owner-has-the-tables'";

    /** The owner of the history is the owner of all. */
    private static final String FIND = "select r.rolname, r.rolname = current_user"
            + " from pg_class c join pg_roles r on r.oid = c.relowner where c.oid = " + HistoryTable.OF_THIS_SCHEMA
            + " and exists (select from databasechangelog h where h.tableoid = c.oid and " + HANDED_OVER + ")";

    /**
     * What is known of it.
     *
     * @param name the role
     * @param isOurs whether the session has its rights already
     */
    private record Found(String name, boolean isOurs) {}

    private final MigrationSession session;
    private boolean found;
    private @Nullable String owner;

    SchemaOwner(MigrationSession session) {
        this.session = session;
    }

    /** For a script: a block that does the same for what follows. */
    static String script() {
        return """
                -- What follows belongs to the owner of the schema, where there are roles, whoever runs this.
                do $stele$
                begin
                    if %1$s is not null then
                        if exists (select from databasechangelog where %2$s) then
                            perform set_config('role', pg_get_userbyid(relowner), false)
                                from pg_class where oid = %1$s;
                        end if;
                    end if;
                end
                $stele$;
                """.formatted(HistoryTable.OF_THIS_SCHEMA, HANDED_OVER);
    }

    /** The script for psql as the owner, who sees all tenants then; {@code script} itself where {@code owner} is null. */
    static String as(@Nullable String owner, String script) {
        if (owner == null) {
            return script;
        }
        String role = "\"" + owner.replace("\"", "\"\"") + "\"";
        return "\\set ON_ERROR_STOP on\nset role " + role + ";\nset stele.tenant = '*';\n" + script + "reset role;\n";
    }

    /** Whether a version runs as who logged in, whoever owns the schema. */
    static boolean isOthers(Version version) {
        return version.source().equals(ChangelogFolder.ROLES);
    }

    /**
     * Lets what follows run as the role that is to own it; returns that role, or null where it is who logged in.
     *
     * @throws MigrationException if who logged in may not act as the owner
     */
    @Nullable
    String begin(Version version) throws SQLException {
        if (isOthers(version)) {
            // It may make an owner, or take one away.
            found = false;
            return null;
        }
        if (!found) {
            Found now = find(session.connection());
            owner = now == null || now.isOurs() ? null : now.name();
            found = true;
        }
        if (owner != null) {
            become(owner);
        }
        return owner;
    }

    private void become(String role) throws SQLException {
        try {
            session.become(role);
        } catch (SQLException e) {
            if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw e;
            }
            throw new MigrationException(
                    "cannot migrate: the schema belongs to role \"" + role + "\", and this role is no member of it",
                    "migrate as the migrator of Changelog.roles(…), another member, or a superuser",
                    e.getSQLState(),
                    e);
        }
    }

    /** Refuses, before anything is done, who may not act as the owner of what {@code changesets} make. */
    void require(List<Changeset> changesets) throws SQLException {
        if (!changesets.isEmpty()) {
            begin(changesets.get(0).version());
            end();
        }
    }

    /** Ends what {@link #begin} began. */
    void end() throws SQLException {
        session.becomeOneself();
    }

    /** The role that is to own what changesets make; null where there are no roles, or no history yet. */
    static @Nullable String name(Connection autocommit) throws SQLException {
        Found now = find(autocommit);
        return now == null ? null : now.name();
    }

    private static @Nullable Found find(Connection autocommit) throws SQLException {
        try (Statement statement = autocommit.createStatement();
                ResultSet row = statement.executeQuery(FIND)) {
            return row.next() ? new Found(row.getString(1), row.getBoolean(2)) : null;
        } catch (SQLException e) {
            if (HistoryTable.UNDEFINED_TABLE.equals(e.getSQLState())) {
                return null;
            }
            throw e;
        }
    }
}
