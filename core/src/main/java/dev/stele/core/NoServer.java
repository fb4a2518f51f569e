package dev.stele.core;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;

/** None of several servers is the one that is wanted. */
final class NoServer extends SQLException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what each of them is instead.
     *
     * @param cause the failure that tells most, or null where all answered
     */
    NoServer(String message, @Nullable SQLException cause) {
        super(message, PSQLState.CONNECTION_UNABLE_TO_CONNECT.getState(), cause);
    }
}
