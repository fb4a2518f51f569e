package dev.stele.migrations.diff;

import dev.stele.core.error.MigrationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * An empty database for one piece of work; it is dropped, with all connections to it, when it is closed.
 *
 * <p>Safe for use by many threads. Whoever creates it closes it.
 */
public final class ScratchDatabase implements AutoCloseable {
    private final ServerAddress address;
    private final String name;
    private boolean closed;

    ScratchDatabase(ServerAddress address, String name) {
        this.address = address;
        this.name = name;
    }

    /** Opens a new connection at each call; there is no pool. */
    public DataSource dataSource() {
        return address.database(name);
    }

    /** Its name on the server, such as {@code stele_scratch_1763856000_1f0c9a7e}. */
    public String name() {
        return name;
    }

    /**
     * Creates another scratch database with all that this one holds; close every connection to this one first.
     *
     * @throws MigrationException if the server refuses, as it does where somebody is connected
     */
    public ScratchDatabase copy() {
        try {
            return NewDatabase.copy(address, name);
        } catch (SQLException e) {
            throw new MigrationException(
                    "could not copy the scratch database \"" + name + "\": " + e.getMessage(),
                    null,
                    e.getSQLState(),
                    e);
        }
    }

    /**
     * Drops it, also for a thread that is interrupted; the second time it does nothing.
     *
     * @throws MigrationException if the server refuses; a later {@link ScratchServer#create()} sweeps it
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        // The driver opens no connection for a thread that is interrupted.
        boolean interrupted = Thread.interrupted();
        try {
            drop();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void drop() {
        try (Connection connection = address.maintenance().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + name + " with (force)");
        } catch (SQLException e) {
            throw new MigrationException(
                    "could not drop the scratch database \"" + name + "\": " + e.getMessage(),
                    "it is swept after a day, or drop it by hand",
                    e.getSQLState(),
                    e);
        }
    }
}
