package dev.stele.examples.cluster;

import dev.stele.core.Database;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Unavailable;
import dev.stele.examples.cluster.Ledger.Told;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that write one row after another, each with a receipt, and put down what they were told. */
final class Writers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Database database;
    private final Ledger ledger;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong lastDone = new AtomicLong(System.nanoTime());
    private final AtomicLong longest = new AtomicLong();
    private volatile boolean stopping;

    Writers(Database database, Ledger ledger, int count) {
        this.database = database;
        this.ledger = ledger;
        for (int i = 0; i < count; i++) {
            int writer = i;
            threads.add(new Thread(() -> write(writer), "writer-" + writer));
        }
    }

    Writers start() {
        threads.forEach(Thread::start);
        return this;
    }

    private void write(int writer) {
        for (int row = 0; !stopping; row++) {
            int number = row;
            long began = System.nanoTime();
            try {
                database.tx().receipt(PATIENCE).retry(1000, PATIENCE).run(() -> insert(writer, number));
                ledger.tell(Told.DONE, writer, row);
                lastDone.set(System.nanoTime());
            } catch (Unavailable e) {
                ledger.tell(
                        e.outcome() == Unavailable.Outcome.NOTHING_KEPT ? Told.NOT_DONE : Told.UNKNOWN, writer, row);
            } catch (DatabaseException e) {
                // Such as a statement cut off by its limit while the server was frozen.
                ledger.tell(Told.NOT_DONE, writer, row);
            }
            longest.accumulateAndGet(System.nanoTime() - began, Math::max);
        }
    }

    private void insert(int writer, int row) {
        database.sql(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("insert into entry values (?, ?)")) {
                insert.setInt(1, writer);
                insert.setInt(2, row);
                return insert.executeUpdate();
            }
        });
    }

    /** When a commit was last acknowledged, by {@link System#nanoTime}. */
    long lastDone() {
        return lastDone.get();
    }

    /** The longest that a writer waited for one row. */
    Duration longest() {
        return Duration.ofNanos(longest.get());
    }

    /** Ends them after the row they are at. */
    @Override
    public void close() {
        stopping = true;
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
