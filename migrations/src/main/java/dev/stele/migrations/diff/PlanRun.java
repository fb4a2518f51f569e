package dev.stele.migrations.diff;

import dev.stele.core.error.MigrationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** Runs the statements of a plan, transaction by transaction. */
final class PlanRun {
    private PlanRun() {}

    static void run(List<PlannedStatement> statements, DataSource target) {
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            check(statements, statement);
            statement.execute("set check_function_bodies = off");
            try {
                runAll(statements, connection, statement);
            } finally {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
                statement.execute("reset check_function_bodies");
            }
        } catch (SQLException e) {
            throw new MigrationException("could not run the plan: " + e.getMessage(), null, e.getSQLState(), e);
        }
    }

    /** Runs all statements in the transaction of {@code connection}, which is neither begun nor ended. */
    static void runIn(List<PlannedStatement> statements, Connection connection) {
        try (Statement statement = connection.createStatement()) {
            check(statements, statement);
            statement.execute("set local check_function_bodies = off");
            for (PlannedStatement planned : statements) {
                try {
                    statement.execute(planned.sql());
                } catch (SQLException e) {
                    throw failed(statements, planned, e, "Nothing of the plan is kept.");
                }
            }
        } catch (SQLException e) {
            throw new MigrationException("could not run the plan: " + e.getMessage(), null, e.getSQLState(), e);
        }
    }

    private static MigrationException failed(
            List<PlannedStatement> statements, PlannedStatement planned, SQLException e, String hint) {
        return new MigrationException(
                "could not run statement " + (statements.indexOf(planned) + 1) + " of " + statements.size()
                        + " of the plan: " + e.getMessage() + "\n" + planned.sql(),
                hint,
                e.getSQLState(),
                e);
    }

    private static void check(List<PlannedStatement> statements, Statement statement) throws SQLException {
        Set<String> found = new LinkedHashSet<>();
        boolean waivable = true;
        for (PlannedStatement planned : statements) {
            for (PreCheck check : planned.preChecks()) {
                if (finds(check, statement)) {
                    found.add(check.message());
                    waivable &= check.waivable();
                }
            }
        }
        if (!found.isEmpty()) {
            throw new MigrationException(
                    "could not start the plan, nothing has changed: " + String.join("; ", found),
                    waivable
                            ? "Mend the data, or allow the loss with DiffOptions.allowingDataLoss(), and compare again."
                            : "Mend the data, and compare again.",
                    null,
                    null);
        }
    }

    private static boolean finds(PreCheck check, Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(check.sql())) {
            return rows.next() && rows.getBoolean(1);
        } catch (SQLException e) {
            // A cast that fails here would fail in the plan, and the server's words would show the value.
            String state = String.valueOf(e.getSQLState());
            if (state.startsWith("22") || state.startsWith("23")) {
                return true;
            }
            throw e;
        }
    }

    private static void runAll(List<PlannedStatement> statements, Connection connection, Statement statement)
            throws SQLException {
        int open = 0;
        for (PlannedStatement planned : statements) {
            if (planned.transaction() != open) {
                // Ends the transaction before, if one is open.
                connection.setAutoCommit(true);
                connection.setAutoCommit(!planned.transactional());
                open = planned.transaction();
            }
            try {
                statement.execute(planned.sql());
            } catch (SQLException e) {
                throw failed(
                        statements,
                        planned,
                        e,
                        "The transactions before it are kept; compare again for a plan of what is left.");
            }
        }
        connection.setAutoCommit(true);
    }
}
