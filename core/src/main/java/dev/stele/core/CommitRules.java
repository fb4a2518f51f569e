package dev.stele.core;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLState;

/** What must hold before a commit is asked for. */
final class CommitRules {
    private CommitRules() {}

    /** The driver reports a commit that the server turned into a rollback as a success (42.7.14). */
    static void requireIntact(Connection lent) throws SQLException {
        boolean failed;
        if (lent.isWrapperFor(BaseConnection.class)) {
            failed = lent.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED;
        } else {
            try (Statement statement = lent.createStatement()) {
                failed = !statement.execute("select 1"); // 25P02 in a failed transaction
            }
        }
        if (failed) {
            throw new SQLException("the transaction has failed", PSQLState.IN_FAILED_SQL_TRANSACTION.getState());
        }
    }
}
