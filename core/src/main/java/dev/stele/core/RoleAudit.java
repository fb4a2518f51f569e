package dev.stele.core;

import dev.stele.core.config.RoleCheck;
import dev.stele.core.error.ConfigurationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names a role that could do more than read and write rows. */
final class RoleAudit {
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private static final String POWERS = """
            select r.rolname, case when r.rolsuper then 'is a superuser' else concat_ws(', ',
                case when r.rolbypassrls then 'bypasses row-level security' end,
                case when r.rolcreaterole then 'makes roles' end,
                case when r.rolcreatedb then 'makes databases' end,
                case when r.rolreplication then 'reads all data as a replica' end,
                case when pg_has_role('pg_execute_server_program', 'member') then 'runs programs on the server' end,
                case when pg_has_role('pg_read_server_files', 'member') then 'reads files of the server' end,
                case when pg_has_role('pg_write_server_files', 'member') then 'writes files of the server' end,
                case when exists (
                    select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where n.nspname = any (current_schemas(false)) and c.relkind in ('r', 'p')
                        and pg_has_role(c.relowner, 'member')) then 'owns tables that it uses' end) end
            from pg_roles r where r.rolname = current_user""";

    private RoleAudit() {}

    /**
     * Asks the server about our role, unless told not to.
     *
     * @throws ConfigurationException if the role is too powerful and such a role is to be refused
     */
    static void run(RoleCheck check, Database database) {
        if (check == RoleCheck.OFF) {
            return;
        }
        String fault = database.sql(RoleAudit::fault);
        if (!fault.isEmpty() && check == RoleCheck.REFUSE) {
            throw new ConfigurationException("the database cannot be opened", List.of(fault));
        }
        if (!fault.isEmpty()) {
            log.warn(fault);
        }
    }

    private static String fault(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(POWERS)) {
            if (!row.next() || row.getString(2).isEmpty()) {
                return "";
            }
            return "role \"%s\" may do more than an application should: it %s\n  hint: %s"
                    .formatted(
                            row.getString(1),
                            row.getString(2),
                            "log in as a role that only reads and writes rows, such as that of Changelog.roles(...),"
                                    + " or set STELE_ROLE_CHECK=off");
        }
    }
}
