package dev.stele.core;

import dev.stele.core.error.Misuse;
import dev.stele.core.statements.StatementRecorder;
import dev.stele.core.statements.StatementShape;
import dev.stele.core.statements.StatementUnit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who hears of statements: the recorder, and observers; safe for use by many threads. */
final class Observers {
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private final List<StatementObserver> all = new CopyOnWriteArrayList<>();
    private final StatementRecorder recorder;

    Observers(StatementRecorder recorder) {
        this.recorder = recorder;
    }

    StatementRecorder recorder() {
        return recorder;
    }

    void add(StatementObserver observer) {
        all.add(observer);
    }

    void remove(StatementObserver observer) {
        all.remove(observer);
    }

    /** The connection itself where nobody needs to be told, or one that tells what runs on it. */
    Connection watch(Connection connection, Work work) {
        boolean silent = all.isEmpty() && (work.shape() != null || (!recorder.isOn() && !work.isInTransaction()));
        return silent ? connection : WatchedConnection.of(connection, this, work);
    }

    /** What a text is known by; refused where it would end the transaction that it is to run in. */
    StatementShape admitted(String sql, Work work) {
        StatementShape given = work.shape();
        StatementShape shape = given == null ? recorder.shape(sql) : given;
        if (work.isInTransaction() && shape.endsTransaction()) {
            throw work.ending();
        }
        return shape;
    }

    /** Tells of a statement that has ended. */
    void ended(Ran ran, StatementShape shape, Work work) {
        if (work.shape() == null && recorder.isOn()) {
            if (ran.rows() < 0 || ran.failure() != null) {
                recorder.recordFailure(shape, work.unit(), ran.began());
            } else {
                recorder.record(shape, work.unit(), ran.began(), ran.rows());
            }
        }
        if (!all.isEmpty()) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - ran.began());
            tell(new StatementObserver.Executed(
                    ran.sql(),
                    shape.operation(),
                    StatementRecorder.caller(),
                    ran.batch(),
                    Instant.now().minus(elapsed),
                    elapsed,
                    ran.failure()));
        }
    }

    private void tell(StatementObserver.Executed statement) {
        for (StatementObserver observer : all) {
            try {
                observer.executed(statement);
            } catch (RuntimeException e) {
                log.error("a statement observer failed", e);
            }
        }
    }

    /** What a connection is lent for. */
    interface Work {
        /** The one statement that is recorded by who asks for it; null where each is to be recorded here. */
        @Nullable
        StatementShape shape();

        /** Where the transaction's statements are counted; null outside of one. */
        @Nullable
        StatementUnit unit();

        /** Whether a transaction is open that only its own end may end. */
        default boolean isInTransaction() {
            return false;
        }

        /** What to throw at a statement that would end it. */
        default Misuse ending() {
            throw new IllegalStateException("outside a transaction every statement may end it");
        }
    }

    /** Work outside a transaction of which nobody else records anything. */
    record AnyWork(@Nullable StatementShape shape, @Nullable StatementUnit unit) implements Work {
        static final Work IN_AUTOCOMMIT = new AnyWork(null, null);
    }

    /**
     * A statement that has ended.
     *
     * @param sql its text as given to the driver
     * @param batch how many times it ran in one batch; 1 for a plain statement
     * @param began when it was called, by {@link System#nanoTime}
     * @param rows how many rows it changed, as far as that is known; -1 if it did not end as it should
     * @param failure what the driver threw, or null
     */
    record Ran(
            String sql,
            int batch,
            long began,
            long rows,
            @Nullable SQLException failure) {}
}
