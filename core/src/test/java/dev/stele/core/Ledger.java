package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Unavailable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writers that note outside the database what they were told of each row, and look afterwards what is there.
 *
 * <p>Each row has a number of its own: nothing that was acknowledged may be missing, nothing be there twice, and nothing be
 * there of which it was said that nothing was kept.
 */
public final class Ledger {
    /** Makes the table; no key, so that a row written twice is seen. */
    public static final String TABLE = "create table ledger (writer int not null, seq int not null)";

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final AtomicInteger runs = new AtomicInteger();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();

    /** Runs a fault while so many threads write, every other row in a transaction, and until each has written on after it. */
    public void during(Database database, int writers, Fault fault) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        int first = 1000 * runs.incrementAndGet();
        Progress progress = new Progress();
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int own = first + writer;
                all.add(threads.submit(() -> write(database, own, progress)));
            }
            progress.await(writers * 20);
            fault.strike();
            progress.startAgain();
            progress.await(writers * 20);
            progress.stop();
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            progress.stop();
            threads.shutdownNow();
        }
    }

    /** Something that is done to the servers. */
    public interface Fault {
        /** Does it. */
        void strike() throws Exception;
    }

    private void write(Database database, int writer, Progress progress) {
        for (int seq = 0; progress.goesOn(); seq++) {
            int number = seq;
            String row = writer + "/" + seq;
            try {
                if (seq % 2 == 0) {
                    insert(database, writer, number);
                } else {
                    database.tx().run(() -> insert(database, writer, number));
                }
                acknowledged.add(row);
                progress.count();
            } catch (Unavailable e) {
                (e.outcome() == Unavailable.Outcome.NOTHING_KEPT ? refused : unknown).add(row);
            } catch (DatabaseException e) {
                refused.add(row);
            }
        }
    }

    private static void insert(Database database, int writer, int seq) {
        database.sql(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("insert into ledger values (?, ?)")) {
                statement.setInt(1, writer);
                statement.setInt(2, seq);
                return statement.executeUpdate();
            }
        });
    }

    /** How many rows were acknowledged. */
    public int acknowledged() {
        return acknowledged.size();
    }

    /** Compares what the writers were told with what the server has. */
    public void requireKept(DatabaseConfig server) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select writer || '/' || seq from ledger")) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        Set<String> lost = new HashSet<>(acknowledged);
        found.forEach(lost::remove);
        assertThat(lost)
                .as("acknowledged rows that are lost, of %d", acknowledged.size())
                .isEmpty();
        assertThat(found).as("rows that are there").doesNotHaveDuplicates();
        assertThat(found).as("rows that were said not to be kept").doesNotContainAnyElementsOf(orNone(refused));
        Set<String> known = new HashSet<>(acknowledged);
        known.addAll(unknown);
        assertThat(known).as("rows that somebody wrote").containsAll(found);
    }

    private static Set<String> orNone(Set<String> rows) {
        return rows.isEmpty() ? Set.of("none") : rows;
    }

    private static final class Progress {
        private int done;
        private boolean stopped;

        synchronized void count() {
            done++;
            notifyAll();
        }

        synchronized void startAgain() {
            done = 0;
        }

        synchronized boolean goesOn() {
            return !stopped;
        }

        synchronized void stop() {
            stopped = true;
        }

        synchronized void await(int wanted) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (done < wanted) {
                assertThat(System.nanoTime())
                        .as("deadline, with %d rows of %d", done, wanted)
                        .isLessThan(end);
                wait(1000);
            }
        }
    }
}
