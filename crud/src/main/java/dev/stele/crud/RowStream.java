package dev.stele.crud;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The rows of an open result as a stream, read one by one. */
final class RowStream<V> extends Spliterators.AbstractSpliterator<V> {
    private final ResultSet row;
    private final ResultSet values;
    private final ViewPlan<V> view;

    RowStream(ResultSet row, ViewPlan<V> view) throws SQLException {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.row = row;
        this.values = ViewPlan.values(row);
        this.view = view;
    }

    Stream<V> stream() {
        return StreamSupport.stream(this, false);
    }

    @Override
    public boolean tryAdvance(Consumer<? super V> action) {
        try {
            if (!row.next()) {
                return false;
            }
            action.accept(view.read(values));
            return true;
        } catch (SQLException e) {
            throw sneaky(e);
        }
    }

    @Override
    public void forEachRemaining(Consumer<? super V> action) {
        try {
            while (row.next()) {
                action.accept(view.read(values));
            }
        } catch (SQLException e) {
            throw sneaky(e);
        }
    }

    /** Throws the driver's exception as it is, so that the database translates it like any other. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast is erased; the caller throws it on
    private static <X extends Throwable> RuntimeException sneaky(SQLException e) throws X {
        throw (X) e;
    }
}
