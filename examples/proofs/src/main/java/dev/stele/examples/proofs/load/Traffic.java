package dev.stele.examples.proofs.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Clients that begin a transaction at every tick of a fixed rate, whether or not those before have ended.
 *
 * <p>Latency counts from the tick: a stall that keeps later transactions from starting is seen in theirs as well.
 */
final class Traffic implements AutoCloseable {
    static final int CLIENTS = 24;

    private final DataSource dataSource;
    private final Latencies latencies;
    private final long rows;
    private final long interval;
    private final long begin = System.nanoTime();
    private final AtomicLong ticks = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<Thread> clients = new ArrayList<>();

    Traffic(DataSource dataSource, LoadSize size, Latencies latencies) {
        this.dataSource = dataSource;
        this.rows = size.rows();
        this.interval = 1_000_000_000L / size.perSecond();
        this.latencies = latencies;
    }

    void start() {
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(this::work, "client-" + i);
            clients.add(client);
            client.start();
        }
    }

    private void work() {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            while (!ended.get()) {
                long tick = ticks.getAndIncrement();
                long due = begin + tick * interval;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                transact(connection, tick);
                latencies.record(System.nanoTime() - due);
            }
        } catch (SQLException e) {
            latencies.fail(e);
        }
    }

    private void transact(Connection connection, long tick) throws SQLException {
        try {
            SplittableRandom random = new SplittableRandom(tick);
            long id = 1 + random.nextLong(rows);
            switch ((int) (tick % 10)) {
                case 0, 1, 2, 3, 4 -> read(connection, id);
                case 5, 6, 7 -> run(connection, "update account set amount = amount + 1 where id = ?", id);
                case 8 -> insert(connection, tick);
                default ->
                    run(connection, "insert into account_tags (account_id, tag) values (?, 't' || " + tick + ")", id);
            }
            connection.commit();
        } catch (SQLException e) {
            latencies.fail(e);
            connection.rollback();
        }
    }

    private static void read(Connection connection, long id) throws SQLException {
        String sql = "select a.email, a.amount, r.name from account a left join region r on r.id = a.region_id"
                + " where a.id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            statement.executeQuery().close();
        }
    }

    private static void run(Connection connection, String sql, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            statement.executeUpdate();
        }
    }

    private static void insert(Connection connection, long tick) throws SQLException {
        String sql = "insert into account (email, amount, region_id, nick, state, price)"
                + " values ('new' || ?, 1, 1 + mod(?, 100), 'n', 'OPEN', 1)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, tick);
            statement.setLong(2, tick);
            statement.executeUpdate();
        }
    }

    /** Ends the clients after their transactions. */
    @Override
    public void close() {
        ended.set(true);
        for (Thread client : clients) {
            try {
                client.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
