package dev.stele.migrations.advice;

import dev.stele.core.statements.StatementFigures;
import dev.stele.core.statements.StatementFigures.Times;
import dev.stele.migrations.advice.ServerStatistics.CountedStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code pg_stat_statements}: the statements of this database that took most, whoever ran them.
 *
 * <p>It keeps no percentiles, which are reckoned from mean and deviation and never exceed the slowest call.
 */
final class StatementStatistics {
    /** Is in every query of this library that reads what the server counted, so that it does not count itself. */
    static final String MARK = "/* dev.stele */";

    private static final double P95 = 1.645;
    private static final double P99 = 2.326;

    private static final String FOUND = "select quote_ident(n.nspname) || '.pg_stat_statements',"
            + " exists (select from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = 'total_exec_time')"
            + " from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace"
            + " join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = 'pg_stat_statements'"
            + " where e.extname = 'pg_stat_statements'";

    // Whoever may act as this role may as well have it plan a text; of others a text might call a function of theirs.
    private static final String STATEMENTS = "select " + MARK + " s.query, sum(s.calls)::bigint, sum(s.rows)::bigint,"
            + " sum(s.%1$s), min(s.%2$s), max(s.%3$s), max(s.%4$s),"
            + " bool_and(pg_has_role(s.userid, (select oid from pg_catalog.pg_roles where rolname = current_user),"
            + "  'member')), min(pg_get_userbyid(s.userid))"
            + " from %5$s s where s.dbid = (select oid from pg_catalog.pg_database where datname = current_database())"
            + " and s.query ~* '^(\\s|\\(|/\\*.*?\\*/|--[^\\n]*\\n)*(select|with|insert|update|delete|merge|values|table)\\M'"
            + " and s.query !~ '/\\* dev\\.stele \\*/'"
            + " and s.query !~* '\\m(pg_catalog|information_schema|pg_class|pg_stat_statements\\w*|databasechangelog\\w*)\\M'"
            + " group by s.query order by 4 desc limit ?";

    private static final String HIDDEN =
            "select " + MARK + " count(*) from %s s where s.query = '<insufficient privilege>'";

    private final Connection connection;
    private final List<String> notes;

    StatementStatistics(Connection connection, List<String> notes) {
        this.connection = connection;
        this.notes = notes;
    }

    List<CountedStatement> read(int most) throws SQLException {
        @Nullable String view = null;
        boolean split = true;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FOUND)) {
            if (row.next()) {
                view = row.getString(1);
                split = row.getBoolean(2);
            }
        }
        if (view == null) {
            notes.add(
                    "statements of other programs are not known: pg_stat_statements is not installed in this database;"
                            + " name it in shared_preload_libraries, restart, and run CREATE EXTENSION pg_stat_statements");
            return List.of();
        }
        return read(view, split, most);
    }

    private List<CountedStatement> read(String view, boolean split, int most) throws SQLException {
        String of = split ? "_exec_time" : "_time";
        String sql = STATEMENTS.formatted("total" + of, "min" + of, "max" + of, "stddev" + of, view);
        List<CountedStatement> statements = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, most);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    statements.add(counted(row));
                }
            }
        } catch (SQLException e) {
            if (!"55000".equals(e.getSQLState())) {
                throw e;
            }
            throw new SQLException(
                    "pg_stat_statements is installed but not in shared_preload_libraries", e.getSQLState(), e);
        }
        noteHidden(view);
        return statements;
    }

    private static CountedStatement counted(ResultSet row) throws SQLException {
        long calls = row.getLong(2);
        double total = row.getDouble(4);
        double mean = calls == 0 ? 0 : total / calls;
        double most = row.getDouble(6);
        double deviation = row.getDouble(7);
        Times times = new Times(
                millis(total),
                millis(row.getDouble(5)),
                millis(mean),
                millis(Math.min(most, mean + P95 * deviation)),
                millis(Math.min(most, mean + P99 * deviation)),
                millis(most));
        String unplannable = row.getBoolean(8)
                ? ""
                : "it was run by the role %s, which may not act as this role: planning calls functions that are in it"
                        .formatted(row.getString(9));
        return new CountedStatement(
                new StatementFigures(row.getString(1), "sql", List.of(), calls, 0, row.getLong(3), times), unplannable);
    }

    private static Duration millis(double millis) {
        return Duration.ofNanos((long) (millis * 1e6));
    }

    private void noteHidden(String view) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HIDDEN.formatted(view))) {
            row.next();
            if (row.getLong(1) > 0) {
                notes.add("%d statements of other roles are hidden; grant pg_read_all_stats to this role to see them"
                        .formatted(row.getLong(1)));
            }
        }
    }
}
