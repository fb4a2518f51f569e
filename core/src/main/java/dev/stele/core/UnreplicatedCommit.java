package dev.stele.core;

import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/** A commit reported as success is on one server only: its wait for a standby was cut off. */
final class UnreplicatedCommit extends SQLException {
    private static final long serialVersionUID = 1L;

    private final SQLWarning warning;

    private UnreplicatedCommit(SQLWarning warning) {
        super(warning.getMessage(), warning.getSQLState(), warning);
        this.warning = warning;
    }

    /** Looks for it among these warnings and those behind them. */
    static void requireNone(@Nullable SQLWarning first) throws UnreplicatedCommit {
        for (SQLWarning next = first; next != null; next = next.getNextWarning()) {
            if (SqlStates.isUnreplicatedCommit(next)) {
                throw new UnreplicatedCommit(next);
            }
        }
    }

    /** All that the server said of it. */
    SQLWarning warning() {
        return warning;
    }
}
