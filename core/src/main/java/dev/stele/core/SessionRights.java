package dev.stele.core;

import dev.stele.core.error.Misuse;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.util.ServerErrorMessage;

/** Says of what a session may not do whose rule that is: a right's, a policy's, or that it only reads. */
final class SessionRights {
    private static final String READ_ONLY = "25006";

    /** The function of the server that holds rows written against policies; its message is translated. */
    private static final String POLICIES = "ExecWithCheckOptions";

    private SessionRights() {}

    /**
     * Whether a write was refused by a session that only reads, though its server takes writes.
     *
     * <p>The server reports both without being asked, from 14 on. Behind a pooler that passes neither on it is not known.
     */
    static boolean onlyReads(SQLException refused, Connection on) {
        if (!READ_ONLY.equals(refused.getSQLState())) {
            return false;
        }
        try {
            PGConnection session = on.isWrapperFor(PGConnection.class) ? on.unwrap(PGConnection.class) : null;
            return session != null
                    && "off".equals(session.getParameterStatus("in_hot_standby"))
                    && "on".equals(session.getParameterStatus("default_transaction_read_only"));
        } catch (SQLException e) {
            refused.addSuppressed(e);
            return false;
        }
    }

    static Misuse onlyReads(String user, SQLException refused) {
        return new Misuse(
                "the sessions of role \"%s\" only read: default_transaction_read_only is on, and the server is no standby"
                        .formatted(user),
                "log in as a role that may write, or reset the setting of the role, the database or the server",
                READ_ONLY,
                refused);
    }

    /** Says which right is missing, or that a policy does not let the tenant write the row. */
    static Misuse lacking(@Nullable ServerErrorMessage message, String said, SQLException refused) {
        if (message != null && POLICIES.equals(message.getRoutine())) {
            return new Misuse(
                    "a policy does not let this transaction write the row: " + said,
                    "name the tenant it belongs to where the transaction begins, by stele.as(actor) or tx().tenant(…):"
                            + " policies read it as current_setting('stele.tenant')",
                    refused.getSQLState(),
                    refused);
        }
        return new Misuse(
                "the role lacks a right: " + said,
                "grant it to the role the application logs in as, or log in as one that has it",
                refused.getSQLState(),
                refused);
    }
}
