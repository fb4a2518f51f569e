package dev.stele.core;

import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Verdict;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;

/** What the codes of PostgreSQL's appendix A mean to a caller. */
final class SqlStates {
    private SqlStates() {}

    /** Whether the server or the way to it is not there now and may be later. */
    static boolean isUnavailable(@Nullable String state) {
        if (state == null) {
            return true;
        }
        return state.startsWith("08") || state.startsWith("57P") || state.startsWith("53") || state.equals("40003");
    }

    /**
     * Whether a connection is of no more use: its session has ended, or its server has become one that only reads.
     *
     * @param readOnly whether only reading was asked for
     */
    static boolean spoils(@Nullable String state, boolean readOnly) {
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("57P")
                        || state.equals("25P03")
                        || state.equals("25P04")
                        || (state.equals("25006") && !readOnly));
    }

    /** Whether a commit that ended so may have been made: the server said nothing, or went down as it spoke. */
    static boolean leavesOpen(@Nullable String state) {
        return state == null
                || state.startsWith("08")
                || state.startsWith("57P")
                || Verdict.of(state) == Verdict.UNKNOWN;
    }

    /** Whether the settings, not the server, are at fault for a login that failed. */
    static boolean refusesLogin(@Nullable String state) {
        return state != null && (state.startsWith("28") || state.equals("3D000"));
    }

    /** Whether a commit was made on this server only: its wait for a synchronous standby was cut off. */
    static boolean isUnreplicatedCommit(SQLWarning warning) {
        // The warning has no code of its own and its text is translated; the function that raises it is not.
        return warning instanceof PSQLWarning server
                && "SyncRepWaitForLSN".equals(server.getServerErrorMessage().getRoutine());
    }

    /** Says which setting the server refused at login. */
    static ConfigurationException refusedLogin(SQLException e, String address, String user) {
        if (ServerTrust.isRefused(e)) {
            return ServerTrust.refused(e, address);
        }
        String state = String.valueOf(e.getSQLState());
        String fault =
                switch (state) {
                    case "28P01" -> "the server at %s refused the password of user \"%s\"".formatted(address, user);
                    case "28000" -> "the server at %s does not let user \"%s\" in".formatted(address, user);
                    case "3D000" -> "the server at %s has no such database".formatted(address);
                    default -> "the server at %s refused the login of user \"%s\"".formatted(address, user);
                };
        String hint =
                switch (state) {
                    case "28000" ->
                        "let the user log in (its role, pg_hba.conf), or correct POSTGRES_USER or DATABASE_URL";
                    case "3D000" -> "create it, or correct POSTGRES_DB or DATABASE_URL";
                    default -> "check POSTGRES_USER and POSTGRES_PASSWORD, or DATABASE_URL";
                };
        return new ConfigurationException(
                "the database cannot be opened",
                List.of("%s (SQLSTATE %s): %s\n  hint: %s".formatted(fault, state, firstLine(e), hint)),
                e.getSQLState(),
                e);
    }

    private static String firstLine(SQLException e) {
        String text = String.valueOf(e.getMessage());
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
