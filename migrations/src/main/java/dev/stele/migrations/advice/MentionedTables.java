package dev.stele.migrations.advice;

import dev.stele.migrations.advice.Prover.Served;
import dev.stele.migrations.advice.Prover.Table;
import dev.stele.migrations.advice.Prover.Trial;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The tables that statements mention, also those that no plan shows, such as one that is joined for nothing.
 *
 * <p>The server locks what a text mentions when it reads the text, and tells what it locked.
 */
final class MentionedTables {
    private static final String LOCKED = "select distinct n.nspname, c.relname from pg_catalog.pg_locks l"
            + " join pg_catalog.pg_class c on c.oid = l.relation join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
            + " where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and c.relkind in ('r', 'p')"
            + " and l.database = (select oid from pg_catalog.pg_database where datname = current_database())"
            + " and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

    /** Of what only reads, the lock is ACCESS SHARE. */
    private static final Pattern MORE =
            Pattern.compile("\\b(insert|update|delete|merge|share)\\b", Pattern.CASE_INSENSITIVE);

    private MentionedTables() {}

    /** The tables of trials, as told and as the server reads the statements; in the transaction of {@code live}. */
    static Set<Table> of(Connection live, List<Trial> trials) throws SQLException {
        Set<Table> tables = IndexProver.tables(trials);
        for (Trial trial : trials) {
            for (Served served : trial.statements()) {
                if (!MORE.matcher(served.sql()).find()) {
                    tables.addAll(of(live, served.sql()));
                }
            }
        }
        return tables;
    }

    private static Set<Table> of(Connection live, String sql) throws SQLException {
        Set<Table> tables = new TreeSet<>();
        Savepoint before = live.setSavepoint();
        try (PreparedStatement described = live.prepareStatement(sql)) {
            described.getMetaData();
            try (Statement statement = live.createStatement();
                    ResultSet row = statement.executeQuery(LOCKED)) {
                while (row.next()) {
                    tables.add(new Table(row.getString(1), row.getString(2)));
                }
            }
        } catch (SQLException e) {
            // The trial of the statement will say what is wrong with it.
            tables.clear();
        }
        live.rollback(before);
        return tables;
    }
}
