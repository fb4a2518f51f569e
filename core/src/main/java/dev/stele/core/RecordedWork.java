package dev.stele.core;

import dev.stele.core.mapping.UnwritableValue;
import dev.stele.core.statements.StatementRecorder;
import dev.stele.core.statements.StatementShape;
import dev.stele.core.statements.StatementUnit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Work of one statement, recorded from when it has a connection to the last row read; made for one run. */
final class RecordedWork<T extends @Nullable Object> implements SqlWork<T>, Observers.Work {
    private final UnitsOfWork units;
    private final StatementShape shape;
    private final StatementWork<T> work;
    private final ToLongFunction<? super T> rows;
    private @Nullable Transaction transaction;

    RecordedWork(UnitsOfWork units, StatementShape shape, StatementWork<T> work, ToLongFunction<? super T> rows) {
        this.units = units;
        this.shape = shape;
        this.work = work;
        this.rows = rows;
    }

    @Override
    public StatementShape shape() {
        return shape;
    }

    /** Names the transaction whose statement it is, if there is one. */
    RecordedWork<T> in(@Nullable Transaction open) {
        this.transaction = open;
        return this;
    }

    @Override
    public @Nullable StatementUnit unit() {
        return transaction == null ? null : transaction.statements();
    }

    @Override
    public T run(Connection connection) throws SQLException {
        StatementRecorder recorder = units.observers().recorder();
        if (!recorder.isOn()) {
            return prepared(connection);
        }
        long began = System.nanoTime();
        T result;
        try {
            result = prepared(connection);
        } catch (UnwritableValue e) {
            // It was refused before anything was sent.
            throw e;
        } catch (SQLException e) {
            recorder.recordFailure(shape, unit(), began);
            throw e;
        }
        long halted = result instanceof StatementWork.Halting halting ? halting.haltedNanos() : 0;
        recorder.record(shape, unit(), began + halted, rows.applyAsLong(result));
        return result;
    }

    private T prepared(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(shape.text())) {
            return work.run(statement);
        }
    }
}
