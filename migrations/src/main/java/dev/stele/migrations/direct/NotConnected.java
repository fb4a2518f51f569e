package dev.stele.migrations.direct;

import java.sql.Connection;
import java.sql.SQLException;

/** The first connection of a piece of work could not be opened, so that nothing of it was done. */
public final class NotConnected extends SQLException {
    private static final long serialVersionUID = 1L;

    /** Goes behind the message. */
    public static final String SAID = "; nothing was done";

    /** What to do about it. */
    public static final String HINT = "see that the server runs and takes connections, and do it again";

    private final SQLException why;

    private NotConnected(SQLException why) {
        super(why.getMessage(), why.getSQLState(), why);
        this.why = why;
    }

    /** Opens the first connection. */
    public static Connection first(Opening opening) throws NotConnected {
        try {
            return opening.open();
        } catch (SQLException e) {
            throw new NotConnected(e);
        }
    }

    /** What the driver or the pool threw. */
    public SQLException why() {
        return why;
    }

    /** Opens a connection. */
    @FunctionalInterface
    public interface Opening {
        /** Opens a new one, or lends one. */
        Connection open() throws SQLException;
    }
}
