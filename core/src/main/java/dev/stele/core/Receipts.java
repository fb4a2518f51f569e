package dev.stele.core;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a row with each commit that asks for a receipt, and proves by it whether a commit was made whose answer was lost.
 *
 * <p>Safe for use by many threads.
 */
final class Receipts {
    /** How long proof is looked for where nothing else is asked for. */
    static final Duration BUDGET = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final int LOCK_MILLIS = 1000;
    private static final long LONGEST_PAUSE = 500;
    private static final long SWEEP_EVERY = TimeUnit.HOURS.toNanos(1);

    /** What is known of a commit. */
    enum Proof {
        COMMITTED,
        NOT_COMMITTED,
        UNKNOWN
    }

    private final Connections connections;
    private final ReceiptTable table = new ReceiptTable();
    // Who asks opens a connection beside the pool's: not more than the pool may have.
    private final Semaphore asking;
    // Somewhere within the first hour, so that processes started together do not sweep together.
    private final AtomicLong nextSweep =
            new AtomicLong(System.nanoTime() + ThreadLocalRandom.current().nextLong(SWEEP_EVERY));

    Receipts(Connections connections) {
        this.connections = connections;
        this.asking = new Semaphore(Math.max(1, connections.maxSize()), true);
    }

    /**
     * Makes the table ready; to be called before the transaction has its connection.
     *
     * @param millis how long the caller can wait for a connection
     * @throws dev.stele.core.error.Misuse if the table is missing and the role may not create it
     */
    void prepare(long millis) throws SQLException {
        if (table.name() != null) {
            return;
        }
        Connection connection = connections.borrow(millis);
        boolean broken = true;
        try {
            table.ensure(connection);
            broken = false;
        } finally {
            connections.giveBack(connection, broken);
        }
    }

    /** Commits, with a row that proves it; both travel together. */
    void commit(Connection lent, Receipt receipt) throws SQLException {
        String sql = "insert into " + table.name() + " (token, committed) values (?, true); COMMIT";
        try (PreparedStatement commit = lent.prepareStatement(sql)) {
            commit.setObject(1, receipt.token());
            commit.execute();
            requireReplicated(commit.getWarnings());
        } catch (SQLException e) {
            // A trigger that waited for the commit may miss a table of its own.
            if ("42P01".equals(e.getSQLState())
                    && String.valueOf(e.getMessage()).contains(ReceiptTable.NAME)) {
                table.forget();
                throw new NoTable(e);
            }
            throw e;
        }
        sweepWhenDue();
    }

    /** Throws the server's warning where a commit is made on this server only. */
    static void requireReplicated(@Nullable SQLWarning first) throws SQLWarning {
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            if (SqlStates.isUnreplicatedCommit(warning)) {
                throw warning;
            }
        }
    }

    /**
     * Asks the primary of now whether the commit was made, until it says or {@code budget} is over.
     *
     * <p>After the answer {@code NOT_COMMITTED} the commit cannot be made any more: a row of ours stands in its way.
     */
    Proof prove(Receipt receipt, Duration budget) {
        long end = System.nanoTime() + budget.toNanos();
        boolean turn = false;
        try {
            turn = asking.tryAcquire(budget.toNanos(), TimeUnit.NANOSECONDS);
            return turn ? ask(receipt, end) : Proof.UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Proof.UNKNOWN;
        } finally {
            if (turn) {
                asking.release();
            }
        }
    }

    private Proof ask(Receipt receipt, long end) throws InterruptedException {
        int backend = receipt.backend();
        for (long pause = 10; ; pause = Math.min(LONGEST_PAUSE, pause * 2)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            // A row that may have been swept away proves nothing by its absence.
            if (left <= 0 || receipt.age().multipliedBy(2).compareTo(ReceiptTable.KEPT) > 0) {
                return Proof.UNKNOWN;
            }
            try (Connection fresh = connections.fresh(left)) {
                return wasCommitted(fresh, receipt, left, backend) ? Proof.COMMITTED : Proof.NOT_COMMITTED;
            } catch (StillOpen e) {
                backend = 0;
            } catch (SQLException e) {
                log.debug("the outcome of a commit could not be asked for; trying again", e);
                if (e.getSQLState() != null && e.getSQLState().startsWith("42")) {
                    return Proof.UNKNOWN;
                }
            }
            Thread.sleep(Math.min(ThreadLocalRandom.current().nextLong(pause / 2, pause + 1), Math.max(1, left)));
        }
    }

    private boolean wasCommitted(Connection fresh, Receipt receipt, long left, int backend) throws SQLException {
        fresh.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, left + LOCK_MILLIS));
        fresh.setAutoCommit(false);
        boolean committed;
        try {
            try (Statement settings = fresh.createStatement()) {
                settings.execute(
                        "set transaction isolation level read committed; set local lock_timeout = " + LOCK_MILLIS
                                + "; select set_config('synchronous_commit', 'on', true)"
                                + " where current_setting('synchronous_commit') in ('off', 'local')");
            }
            committed = readOrBlock(fresh, receipt.token());
        } catch (SQLException e) {
            if ("55P03".equals(e.getSQLState())) {
                fresh.rollback();
                end(fresh, backend);
                throw new StillOpen(e);
            }
            throw e;
        }
        // Ours is the later commit: when it is confirmed, with all its replicas, the one asked for is so too.
        fresh.clearWarnings();
        fresh.commit();
        requireReplicated(fresh.getWarnings());
        return committed;
    }

    /** Waits for the transaction where it is still open, then reads its row, or puts one of ours in its place. */
    private boolean readOrBlock(Connection fresh, UUID token) throws SQLException {
        // Always writes: a commit that wrote nothing would not wait for the replicas.
        String sql = "insert into " + table.name() + " as r (token, committed) values (?, false)"
                + " on conflict (token) do update set at = excluded.at returning r.committed";
        try (PreparedStatement ask = fresh.prepareStatement(sql)) {
            ask.setObject(1, token);
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Ends the session of the transaction that is still open here: nobody holds its other end any more. */
    private static void end(Connection fresh, int backend) throws SQLException {
        if (backend <= 0) {
            return;
        }
        // Only one that has written and is ours: behind a pooler the number known to us is not the server's.
        String sql = "select pg_terminate_backend(pid) from pg_stat_activity where pid = ? and backend_xid is not null"
                + " and usename = current_user and datname = current_database()";
        try (PreparedStatement terminate = fresh.prepareStatement(sql)) {
            terminate.setInt(1, backend);
            terminate.execute();
        }
        fresh.commit();
    }

    private void sweepWhenDue() {
        long due = nextSweep.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextSweep.compareAndSet(due, now + SWEEP_EVERY)) {
            Thread sweeper = new Thread(this::sweep, "stele-receipts");
            sweeper.setDaemon(true);
            sweeper.start();
        }
    }

    /** Removes old rows. */
    void sweep() {
        try {
            Connection connection = connections.borrow();
            boolean broken = true;
            try {
                connection.setAutoCommit(false);
                table.sweep(connection);
                connection.setAutoCommit(true);
                broken = false;
            } finally {
                connections.giveBack(connection, broken);
            }
        } catch (SQLException e) {
            log.warn("old receipts could not be removed; trying again in an hour", e);
        }
    }

    /** The table is gone, so that nothing was committed. */
    static final class NoTable extends SQLException {
        private static final long serialVersionUID = 1L;

        NoTable(SQLException cause) {
            super(cause.getMessage(), cause.getSQLState(), cause);
        }
    }

    /** The transaction asked for is open still. */
    private static final class StillOpen extends SQLException {
        private static final long serialVersionUID = 1L;

        StillOpen(SQLException cause) {
            super(cause.getMessage(), cause.getSQLState(), cause);
        }
    }

    /**
     * By what a commit is known again.
     *
     * @param token the key of its row
     * @param backend the server process that was to commit, or 0 where it is not known
     * @param began when the commit was sent, by {@link System#nanoTime}
     */
    record Receipt(UUID token, int backend, long began) {
        static Receipt of(Connection lent) throws SQLException {
            int backend = lent.isWrapperFor(PGConnection.class)
                    ? lent.unwrap(PGConnection.class).getBackendPID()
                    : 0;
            return new Receipt(ReceiptTable.token(), backend, System.nanoTime());
        }

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }
}
