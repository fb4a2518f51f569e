package dev.stele.core;

import java.sql.SQLException;

/** The server's complaint about a value without its words, which quote the value. */
final class Redacted {
    private Redacted() {}

    /** The same failure at the same place, with its SQLSTATE alone. */
    static SQLException of(SQLException thrown) {
        SQLException redacted = new SQLException(
                "the server's words are left out, since they quote the value (SQLSTATE %s)"
                        .formatted(thrown.getSQLState()),
                thrown.getSQLState());
        redacted.setStackTrace(thrown.getStackTrace());
        return redacted;
    }
}
