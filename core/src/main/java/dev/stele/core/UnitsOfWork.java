package dev.stele.core;

import dev.stele.core.error.Misuse;
import dev.stele.core.statements.StatementShape;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Binds at most one transaction to each thread and runs work in it, or in autocommit where there is none. */
final class UnitsOfWork {
    /** What is inserted, not only what is flushed: a commit need not be when synchronous_commit is off. */
    private static final String POSITION = """
            select ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::bigint,
                pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')""";

    private final Connections connections;
    private final Observers observers;
    private final Translator translator;
    private final Receipts receipts;
    private final Figures figures;
    private final @Nullable Replicas replicas;

    @SuppressWarnings("ThreadLocalUsage") // each database has transactions of its own
    private final ThreadLocal<Transaction> current = new ThreadLocal<>();

    UnitsOfWork(Connections connections, Observers observers, Translator translator, @Nullable Replicas replicas) {
        this.connections = connections;
        this.observers = observers;
        this.translator = translator;
        this.receipts = new Receipts(connections);
        this.figures = new Figures(connections);
        this.replicas = replicas;
    }

    /** The thread's transaction, or null. */
    @Nullable
    Transaction current() {
        return current.get();
    }

    /** Runs work whose statements are recorded one by one, as they run. */
    <T extends @Nullable Object> T sql(SqlWork<T> work) {
        Transaction open = current.get();
        return open == null ? inAutocommit(work, Observers.AnyWork.IN_AUTOCOMMIT) : open.sql(work, open);
    }

    /** Runs one statement, of whose result {@code rows} tells the size. */
    <T extends @Nullable Object> T sql(StatementShape shape, StatementWork<T> work, ToLongFunction<? super T> rows) {
        Transaction open = current.get();
        RecordedWork<T> recorded = new RecordedWork<>(this, shape, work, rows).in(open);
        return open == null ? inAutocommit(recorded, recorded) : open.sql(recorded, recorded);
    }

    /** What a connection is lent for where nothing more is known. */
    Observers.Work anyWork() {
        Transaction open = current.get();
        return open == null ? Observers.AnyWork.IN_AUTOCOMMIT : open;
    }

    private <T extends @Nullable Object> T inAutocommit(SqlWork<T> work, Observers.Work of) {
        Connection connection = borrow();
        long promotions = connections.promotions();
        boolean broken = false;
        try {
            T result = connections.confirms()
                    ? confirmed(connection, work, of)
                    : work.run(observers.watch(connection, of));
            requirePrimaryOf(promotions);
            return result;
        } catch (SQLException e) {
            broken = SqlStates.spoils(e.getSQLState(), false);
            throw translator.alone(e, connection);
        } finally {
            connections.giveBack(connection, broken);
        }
    }

    /** Runs work whose commits wait for a standby: a wait that was cut off leaves but a warning, on one of two places. */
    private <T extends @Nullable Object> T confirmed(Connection connection, SqlWork<T> work, Observers.Work of)
            throws SQLException {
        connection.clearWarnings();
        T result = work.run(WatchedConnection.confirmed(connection, observers, of));
        UnreplicatedCommit.requireNone(connection.getWarnings());
        return result;
    }

    /** As {@link #sql}; while the work runs, the thread's transaction refuses any other. */
    <T extends @Nullable Object> T alone(SqlWork<T> work) {
        Transaction open = current.get();
        return open == null ? sql(work) : open.alone(work);
    }

    <T extends @Nullable Object> T call(Transactions asked, Supplier<T> work) {
        Transaction open = current.get();
        if (open != null) {
            return open.join(asked, work);
        }
        // Only with a receipt is it certain of every failure that nothing was kept.
        boolean healing = asked.proof() != null;
        return asked.retries().call(() -> once(asked, work), healing, figures.retries);
    }

    private <T extends @Nullable Object> T once(Transactions asked, Supplier<T> work) {
        requireOpen();
        Transaction transaction = new Transaction(this, asked);
        T result;
        current.set(transaction);
        try {
            result = work.get();
            transaction.commit();
        } catch (Throwable e) {
            // Whatever it is: Kotlin and Lombok throw checked exceptions that no signature declares.
            transaction.rollback(e);
            figures.rollbacks.increment();
            throw e;
        } finally {
            current.remove();
            transaction.endStatements();
        }
        figures.commits.increment();
        transaction.runAfterCommit();
        return result;
    }

    <T extends @Nullable Object> T savepoint(Supplier<T> work) {
        Transaction open = current.get();
        if (open == null) {
            throw new Misuse(
                    "a savepoint needs a transaction and this thread has none",
                    "call it inside database.tx().call(...)");
        }
        return open.savepoint(work);
    }

    /** Where the primary's history is now. */
    Position position() {
        if (current.get() != null) {
            throw new Misuse(
                    "a position inside a transaction would be before its own writes",
                    "ask for it after the transaction has ended");
        }
        return sql(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(POSITION)) {
                row.next();
                return new Position(row.getLong(1), row.getLong(2));
            }
        });
    }

    void afterCommit(Runnable callback) {
        Transaction open = current.get();
        if (open == null) {
            callback.run();
        } else {
            open.afterCommit(callback);
        }
    }

    /** Lends a connection that the caller gives back. */
    Connection borrow() {
        return borrow(Long.MAX_VALUE);
    }

    /** As {@link #borrow()}, for a caller who can wait no longer than {@code millis}. */
    Connection borrow(long millis) {
        requireOpen();
        try {
            return connections.borrow(millis);
        } catch (SQLException e) {
            requireOpen();
            figures.withoutConnection.increment();
            throw translator.noConnection(e, connections.situation(millis));
        }
    }

    /** Lends a connection to a replica; null where the primary must serve. */
    Replicas.@Nullable Lent borrowReplica(Replicas.Freshness asked) {
        requireOpen();
        Replicas.Lent lent = replicas == null ? null : replicas.borrow(asked);
        (lent == null ? figures.primaryReads : figures.replicaReads).increment();
        return lent;
    }

    /** To be called when the connection to a replica broke. */
    void replicaFailed(SQLException e) {
        if (replicas != null) {
            replicas.failed(e);
        }
    }

    /** Refuses what was done on a server in whose place another one has been promoted meanwhile. */
    void requirePrimaryOf(long promotions) {
        if (connections.promotions() != promotions) {
            throw translator.outages().outlived();
        }
    }

    private void requireOpen() {
        if (connections.isClosed()) {
            throw new Misuse("the database is closed", "keep it open until the last unit of work has ended");
        }
    }

    Connections connections() {
        return connections;
    }

    Receipts receipts() {
        return receipts;
    }

    Figures figures() {
        return figures;
    }

    Observers observers() {
        return observers;
    }

    Translator translator() {
        return translator;
    }
}
