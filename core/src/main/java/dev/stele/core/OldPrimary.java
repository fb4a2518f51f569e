package dev.stele.core;

import java.sql.SQLException;
import org.postgresql.util.PSQLState;

/** A server was refused that takes writes though another one has been promoted in its place. */
final class OldPrimary extends SQLException {
    private static final long serialVersionUID = 1L;

    OldPrimary(String address, long timeline, long newest) {
        super(
                "PostgreSQL at %s is an old primary: it is on timeline %d, and a server of its cluster was on %d already"
                        .formatted(address, timeline, newest),
                PSQLState.CONNECTION_REJECTED.getState());
    }
}
