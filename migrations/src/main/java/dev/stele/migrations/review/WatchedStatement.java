package dev.stele.migrations.review;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/**
 * A statement that cannot run in a transaction, and whose locks are gone when it is done.
 *
 * <p>Other sessions lock the tables first, each in a mode that the statement must wait for at some point. Whenever it
 * waits, its locks and the one it waits for are read from a further session; then the one that is in its way lets go.
 */
final class WatchedStatement {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final DataSource scratch;
    private final Statement statement;
    private final String sql;
    private final Map<Integer, Connection> blockers = new HashMap<>();
    private final Map<Long, LockMode> locks = new HashMap<>();

    WatchedStatement(DataSource scratch, Statement statement, String sql) {
        this.scratch = scratch;
        this.statement = statement;
        this.sql = sql;
    }

    Effects run(Set<String> predicted) throws SQLException {
        try (Connection watcher = scratch.getConnection();
                Connection runner = scratch.getConnection()) {
            Relations before = Relations.read(watcher);
            block(before, predicted);
            int pid = Meter.pid(runner);
            CompletableFuture<Void> running = CompletableFuture.runAsync(() -> execute(runner));
            watch(watcher, before, pid, running);
            Effects effects = new Effects();
            before.addLocks(locks, effects);
            before.addChanges(Relations.read(watcher), effects);
            scans(before, effects);
            return effects;
        } finally {
            for (Connection blocker : blockers.values()) {
                blocker.close();
            }
        }
    }

    /** Counters of another session come late; who builds or writes anew reads every row. */
    private static void scans(Relations before, Effects effects) {
        Effect seen = effects.at(new Place("", 1, 1), "", Effect.Source.MEASURED);
        for (Set<String> read : List.of(seen.builds(), seen.rewrites())) {
            read.stream().filter(key -> before.find(key) != null).forEach(effects::scan);
        }
    }

    /** CONCURRENTLY waits for writers after it has its own lock; all else waits to get its lock. */
    private void block(Relations before, Set<String> predicted) throws SQLException {
        String mode = TransactionChecks.Alone.isConcurrently(statement) ? "row exclusive" : "share update exclusive";
        Set<Long> tables = new HashSet<>();
        for (String key : predicted) {
            Relations.Relation relation = before.find(key);
            if (relation != null) {
                tables.add(relation.isIndex() ? relation.owner() : relation.oid());
            }
        }
        for (long table : tables) {
            Connection blocker = scratch.getConnection();
            blocker.setAutoCommit(false);
            blockers.put(Meter.pid(blocker), blocker);
            try (PreparedStatement name = blocker.prepareStatement("select ?::oid::regclass::text")) {
                name.setLong(1, table);
                try (ResultSet row = name.executeQuery();
                        java.sql.Statement lock = blocker.createStatement()) {
                    row.next();
                    lock.execute("lock table only " + row.getString(1) + " in " + mode + " mode");
                }
            }
        }
    }

    private void execute(Connection runner) {
        try (java.sql.Statement run = runner.createStatement()) {
            run.setEscapeProcessing(false);
            run.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void watch(Connection watcher, Relations before, int pid, CompletableFuture<Void> running)
            throws SQLException {
        Instant deadline = Instant.now().plus(DEADLINE);
        while (!isDone(running)) {
            List<Integer> inTheWay = blocking(watcher, pid);
            inTheWay.retainAll(blockers.keySet());
            if (!inTheWay.isEmpty()) {
                // Read only while it waits for one of ours, which is for certain; what it has for a moment is chance.
                before.readLocks(watcher, pid, locks);
                release(inTheWay);
            }
            if (Instant.now().isAfter(deadline)) {
                throw new SQLException("the statement was not done within " + DEADLINE.toSeconds() + " s: " + sql);
            }
        }
    }

    private static boolean isDone(CompletableFuture<Void> running) throws SQLException {
        try {
            running.get(1, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while watching a statement", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw cause.getCause() instanceof SQLException refused ? refused : new SQLException(cause);
        }
    }

    private static List<Integer> blocking(Connection watcher, int pid) throws SQLException {
        List<Integer> found = new ArrayList<>();
        try (PreparedStatement query = watcher.prepareStatement("select unnest(pg_blocking_pids(?))")) {
            query.setInt(1, pid);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(row.getInt(1));
                }
            }
        }
        return found;
    }

    private void release(List<Integer> pids) throws SQLException {
        for (int pid : pids) {
            Connection blocker = blockers.get(pid);
            if (blocker != null && !blocker.isClosed()) {
                blocker.rollback();
            }
        }
    }
}
