package dev.stele.migrations.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends the sessions of a database again and again, while another session waits for there to be none. */
final class Eviction {
    private static final int PAUSE_MILLIS = 50;

    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;

    private Eviction(Connection connection, String database) {
        this.thread = new Thread(() -> run(connection, database), "stele-restore-eviction");
        thread.setDaemon(true);
    }

    /** Ends those of the database with this object identifier, which stays when the name changes. */
    static Eviction of(Sessions base, String database) throws SQLException {
        Eviction eviction = new Eviction(base.open(), database);
        eviction.thread.start();
        return eviction;
    }

    private void run(Connection connection, String database) {
        try (connection) {
            do {
                Sessions.value(
                        connection,
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid()"
                                + " and datid = " + database);
            } while (!end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (SQLException e) {
            // The session that waits then says who is still there.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        end.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
