package dev.stele.crud;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The rows of an open result as a stream, read one by one. */
final class RowStream<V> extends Spliterators.AbstractSpliterator<V> implements AutoCloseable {
    private final long began;
    private final ResultSet row;
    private final ResultSet values;
    private final ViewPlan<V> view;
    private final int fetchSize;
    private int fetched;
    private long rows;
    private long waited;

    private RowStream(long began, ResultSet row, ViewPlan<V> view, int fetchSize) throws SQLException {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.began = began;
        this.row = row;
        this.values = ViewPlan.values(row);
        this.view = view;
        this.fetchSize = fetchSize;
        this.waited = System.nanoTime() - began;
    }

    /** Runs the statement, which fetches so many rows at a time. */
    static <V> RowStream<V> of(PreparedStatement statement, ViewPlan<V> view, int fetchSize) throws SQLException {
        long began = System.nanoTime();
        return new RowStream<>(began, statement.executeQuery(), view, fetchSize);
    }

    /** Hands the rows to {@code work} and closes them; what it throws is kept for who asks for the result. */
    <R> Streamed<R> through(Function<? super Stream<V>, ? extends R> work) throws SQLException {
        R result = null;
        RuntimeException failure = null;
        try (this;
                Stream<V> stream = StreamSupport.stream(this, false)) {
            result = work.apply(stream);
        } catch (RuntimeException e) {
            failure = e;
        }
        return new Streamed<>(result, failure, rows, System.nanoTime() - began - waited);
    }

    @Override
    public boolean tryAdvance(Consumer<? super V> action) {
        try {
            if (!next()) {
                return false;
            }
            rows++;
            action.accept(view.read(values));
            return true;
        } catch (SQLException e) {
            throw sneaky(e);
        }
    }

    @Override
    public void forEachRemaining(Consumer<? super V> action) {
        try {
            while (next()) {
                rows++;
                action.accept(view.read(values));
            }
        } catch (SQLException e) {
            throw sneaky(e);
        }
    }

    /** Only where the rows fetched before are used up is the server asked, and that alone is worth looking at the clock. */
    private boolean next() throws SQLException {
        if (fetched > 0) {
            fetched--;
            return row.next();
        }
        long asked = System.nanoTime();
        fetched = fetchSize - 1;
        try {
            return row.next();
        } finally {
            waited += System.nanoTime() - asked;
        }
    }

    @Override
    public void close() throws SQLException {
        row.close();
    }

    /** Throws the driver's exception as it is, so that the database translates it like any other. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast is erased; the caller throws it on
    private static <X extends Throwable> RuntimeException sneaky(SQLException e) throws X {
        throw (X) e;
    }
}
