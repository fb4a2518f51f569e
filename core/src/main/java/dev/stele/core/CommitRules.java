package dev.stele.core;

import dev.stele.core.error.Misuse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLState;

/** What must hold of one transaction before its commit is asked for; what the driver knows costs no round trip. */
final class CommitRules {
    private @Nullable BaseConnection session;
    private boolean begun;

    /** To be called when the transaction has got its connection. */
    void watch(Connection lent) throws SQLException {
        session = lent.isWrapperFor(BaseConnection.class) ? lent.unwrap(BaseConnection.class) : null;
    }

    /**
     * Notes whether the transaction has begun on the server; to be called before and after each piece of work.
     *
     * @throws Misuse if it has ended since, by a commit or rollback that was not ours
     */
    void requireUnended() {
        BaseConnection known = session;
        if (known == null) {
            return;
        }
        boolean idle = known.getTransactionState() == TransactionState.IDLE;
        if (idle && begun) {
            throw new Misuse(
                    "the work ended its transaction by a commit or rollback of its own: what it did before that is kept"
                            + " or undone already",
                    "leave both to tx(): return to commit, throw to roll back");
        }
        begun |= !idle;
    }

    /** The driver reports a commit that the server turned into a rollback as a success (42.7.14). */
    void requireIntact(Connection lent) throws SQLException {
        boolean failed;
        BaseConnection known = session;
        if (known != null) {
            failed = known.getTransactionState() == TransactionState.FAILED;
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
