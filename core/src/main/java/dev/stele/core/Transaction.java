package dev.stele.core;

import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.Unavailable;
import dev.stele.core.statements.StatementShape;
import dev.stele.core.statements.StatementUnit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One transaction of one thread; takes its connection at its first statement and gives it back at its end. */
final class Transaction implements Observers.Work {
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private final UnitsOfWork units;
    private final Transactions options;
    private final TimeLimit time;
    private final CommitRules rules = new CommitRules();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private Connections lender;
    private @Nullable Connection connection;
    private @Nullable Throwable failure;
    private @Nullable StatementUnit statements;
    private boolean doomed;
    private boolean broken;
    private boolean busy;
    private long promotions;

    Transaction(UnitsOfWork units, Transactions options) {
        this.units = units;
        this.options = options;
        this.lender = units.connections();
        this.time = new TimeLimit(options.timeout());
    }

    /** Runs work during which the connection answers nothing else, such as a COPY that a caller's code feeds. */
    <T extends @Nullable Object> T alone(SqlWork<T> work) {
        requireFree();
        return sql(
                connection -> {
                    busy = true;
                    try {
                        return work.run(connection);
                    } finally {
                        busy = false;
                    }
                },
                this);
    }

    /** The driver would wait for the COPY to end, and the COPY for its source. */
    private void requireFree() {
        if (busy) {
            throw new Misuse(
                    "the connection of this transaction is sending a bulk load and cannot run a statement",
                    "read what the load's source or listener needs before, or on another thread");
        }
    }

    <T extends @Nullable Object> T sql(SqlWork<T> work, Observers.Work of) {
        requireFree();
        try {
            Connection lent = connection();
            time.enforce(lent);
            requireUnended();
            StatementShape shape = of.shape();
            if (shape != null && shape.endsTransaction()) {
                throw ending();
            }
            T result = work.run(units.observers().watch(lent, of));
            requireUnended();
            return result;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void requireUnended() {
        try {
            rules.requireUnended();
        } catch (Misuse e) {
            doom(e);
            throw e;
        }
    }

    /** Work of which nobody else records anything; each text is looked at before it runs. */
    @Override
    public @Nullable StatementShape shape() {
        return null;
    }

    @Override
    public StatementUnit unit() {
        return statements();
    }

    @Override
    public boolean isInTransaction() {
        return true;
    }

    @Override
    public Misuse ending() {
        Misuse refusal = new Misuse(
                "the work cannot end its transaction by a commit or rollback of its own; the statement was not run",
                "leave both to tx(): return to commit, throw to roll back, and use savepoint(...) to undo a part");
        doom(refusal);
        return refusal;
    }

    /** Where its statements are counted. */
    StatementUnit statements() {
        StatementUnit known = statements;
        if (known == null) {
            known = units.observers().recorder().unit();
            statements = known;
        }
        return known;
    }

    void endStatements() {
        if (statements != null) {
            statements.end();
        }
    }

    private DatabaseException failed(SQLException e) {
        broken |= SqlStates.spoils(e.getSQLState(), options.isReadOnly());
        if (broken && lender != units.connections()) {
            units.replicaFailed(e);
        }
        DatabaseException translated = units.translator().inTransaction(e, options.isReadOnly(), connection, failure);
        if (failure == null) {
            failure = translated;
        }
        return translated;
    }

    /** The connection, in a transaction that has begun or begins with the next statement. */
    private Connection connection() throws SQLException {
        Connection lent = connection;
        return lent == null ? begin() : lent;
    }

    private Connection begin() throws SQLException {
        if (options.proof() != null) {
            units.receipts().prepare(time.remainingMillis());
        }
        Connection lent = borrow();
        connection = lent;
        rules.watch(lent);
        time.guard(lent);
        lent.setAutoCommit(false);
        if (options.isReadOnly()) {
            lent.setReadOnly(true);
        }
        if (options.isolation() != Transactions.Isolation.READ_COMMITTED) {
            // Not setTransactionIsolation: that changes the session, which behind a pooler is not ours.
            try (Statement statement = lent.createStatement()) {
                statement.execute(
                        "set transaction isolation level " + options.isolation().sql());
            }
        }
        if (options.tenant() != null) {
            nameTenant(lent, options.tenant());
        }
        return lent;
    }

    private Connection borrow() {
        Replicas.Lent replica = options.freshness() == null ? null : units.borrowReplica(options.freshness());
        if (replica == null) {
            time.requireTime();
            Connection lent = units.borrow(time.remainingMillis());
            promotions = units.connections().promotions();
            return lent;
        }
        lender = replica.from();
        return replica.connection();
    }

    private boolean isOutlived() {
        return lender == units.connections() && lender.promotions() != promotions;
    }

    private static void nameTenant(Connection lent, String tenant) throws SQLException {
        try (PreparedStatement statement = lent.prepareStatement("select set_config('stele.tenant', ?, true)")) {
            statement.setString(1, tenant);
            statement.execute();
        }
    }

    <T extends @Nullable Object> T join(Transactions asked, Supplier<T> work) {
        JoinRules.requireFits(asked, options, lender != units.connections());
        TimeLimit.Deadline outer = time.shorten(asked.timeout());
        try {
            return work.get();
        } catch (Throwable e) {
            doom(e);
            throw e;
        } finally {
            time.restore(outer);
        }
    }

    private void doom(Throwable cause) {
        doomed = true;
        if (failure == null) {
            failure = cause;
        }
    }

    <T extends @Nullable Object> T savepoint(Supplier<T> work) {
        Throwable failureBefore = failure;
        boolean doomedBefore = doomed;
        int callbacksBefore = afterCommit.size();
        Savepoint savepoint = control(Connection::setSavepoint);
        T result;
        try {
            result = work.get();
        } catch (Throwable e) {
            try {
                control(lent -> {
                    lent.rollback(savepoint);
                    return savepoint;
                });
                time.undone();
                failure = failureBefore;
                doomed = doomedBefore;
                afterCommit.subList(callbacksBefore, afterCommit.size()).clear();
            } catch (RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        control(lent -> {
            lent.releaseSavepoint(savepoint);
            return savepoint;
        });
        return result;
    }

    private <T> T control(SqlWork<T> step) {
        requireFree();
        try {
            return step.run(connection());
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    void afterCommit(Runnable callback) {
        afterCommit.add(callback);
    }

    /** Commits, or throws and leaves the rest to {@link #rollback}. */
    void commit() {
        if (doomed) {
            throw new Misuse(
                    "the transaction cannot commit: a unit of work that joined it failed",
                    "let the error leave the outer unit of work, or run the inner one in savepoint(...)",
                    null,
                    failure);
        }
        Connection lent = connection;
        if (lent == null) {
            return;
        }
        time.requireTime();
        if (isOutlived()) {
            throw units.translator().outages().outlivedBeforeCommit();
        }
        Receipts.Receipt receipt = null;
        try {
            rules.requireIntact(lent);
            // Whoever gives up a commit does not know its outcome: it may take the time that any statement has.
            time.release(lent);
            if (options.proof() == null) {
                lent.clearWarnings();
                lent.commit();
                Receipts.requireReplicated(lent.getWarnings());
            } else {
                receipt = Receipts.Receipt.of(lent);
                units.receipts().commit(lent, receipt);
            }
        } catch (SQLException e) {
            broken |= SqlStates.spoils(e.getSQLState(), options.isReadOnly());
            settle(e, receipt);
            return;
        }
        if (isOutlived()) {
            prove(units.translator().outages().outlived(), receipt);
            return;
        }
        connection = null;
        lender.giveBack(lent, false);
    }

    /** Returns if a commit that failed is proven made, or throws what is known. */
    private void settle(SQLException e, Receipts.@Nullable Receipt receipt) {
        if (e instanceof SQLWarning warning) {
            prove(units.translator().outages().notReplicated(warning), receipt);
        } else if (e instanceof Receipts.NoTable) {
            throw units.translator().outages().withoutReceipts(e);
        } else if (SqlStates.leavesOpen(e.getSQLState())) {
            prove(units.translator().outages().duringCommit(e), receipt);
        } else {
            throw units.translator().atCommit(e, failure);
        }
    }

    /** Returns if a commit whose outcome is in doubt is proven made, or throws what is known. */
    private void prove(Unavailable doubt, Receipts.@Nullable Receipt receipt) {
        units.figures().unknownOutcomes.increment();
        Duration budget = options.proof();
        if (receipt == null || budget == null) {
            throw doubt;
        }
        // The proof may take long, and what the connection holds is of no more use.
        rollback(doubt);
        switch (units.receipts().prove(receipt, budget)) {
            case COMMITTED -> units.figures().provenCommitted.increment();
            case NOT_COMMITTED -> {
                units.figures().provenNotCommitted.increment();
                throw units.translator().outages().notCommitted(doubt);
            }
            case UNKNOWN -> throw units.translator().outages().unproven(doubt, budget);
        }
    }

    /** Ends it without keeping anything; a second failure must not hide why. */
    void rollback(Throwable why) {
        Connection lent = connection;
        if (lent == null) {
            return;
        }
        connection = null;
        if (!broken) {
            try {
                lent.rollback();
                time.release(lent);
            } catch (SQLException e) {
                broken = true;
                why.addSuppressed(e);
            }
        }
        lender.giveBack(lent, broken);
    }

    /** Runs what was registered, in order; the transaction is over, so no failure can undo it. */
    void runAfterCommit() {
        for (Runnable callback : afterCommit) {
            try {
                callback.run();
            } catch (RuntimeException e) {
                log.error("work registered with afterCommit failed; the transaction stays committed", e);
            }
        }
    }
}
