package dev.stele.migrations;

import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.MigrationException;
import dev.stele.core.error.Unavailable;
import dev.stele.core.socket.SilentServer;
import dev.stele.migrations.direct.NotConnected;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What the server said, without the detail, which quotes rows.
 *
 * @param text the primary message, in the server's language
 * @param hint the server's own advice, or null
 * @param sqlState the SQLSTATE, or null
 * @param cause the exception it came with
 */
record ServerMessage(
        String text, @Nullable String hint, @Nullable String sqlState, SQLException cause) {

    static ServerMessage of(SQLException e) {
        ServerErrorMessage message = e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        if (message == null || message.getMessage() == null) {
            SilentServer silent = SilentServer.in(e);
            if (silent != null) {
                return new ServerMessage(String.valueOf(silent.getMessage()), null, e.getSQLState(), e);
            }
            return new ServerMessage(String.valueOf(e.getMessage()), null, e.getSQLState(), e);
        }
        return new ServerMessage(message.getMessage(), message.getHint(), e.getSQLState(), e);
    }

    /** Whether the connection is what failed. */
    boolean isConnectionFailure() {
        return sqlState != null
                && (sqlState.startsWith("08") || sqlState.startsWith("57P0") || sqlState.startsWith("53"));
    }

    /** The message with its SQLSTATE behind. */
    String described() {
        return sqlState == null ? text : text + " (SQLSTATE " + sqlState + ")";
    }

    /** Copies with {@code advice} where the server gave none. */
    ServerMessage advising(@Nullable String advice) {
        return hint == null ? new ServerMessage(text, advice, sqlState, cause) : this;
    }

    DatabaseException translated(String what) {
        return isConnectionFailure()
                ? new Unavailable(what + ": " + described(), hint, sqlState, cause)
                : new MigrationException(what + ": " + described(), hint, sqlState, cause);
    }

    /** The same of the first connection, before which nothing was done. */
    DatabaseException notConnected(String what) {
        String message = what + ": " + described() + NotConnected.SAID;
        return isConnectionFailure()
                ? new Unavailable(message, NotConnected.HINT, sqlState, cause, Unavailable.Outcome.NOTHING_KEPT)
                : new MigrationException(message, hint, sqlState, cause);
    }
}
