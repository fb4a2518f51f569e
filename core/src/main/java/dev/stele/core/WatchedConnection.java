package dev.stele.core;

import dev.stele.core.statements.StatementShape;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection whose statements are reported or held to be replicated; what {@code unwrap} gives is not watched. */
final class WatchedConnection implements InvocationHandler {
    private final Connection target;
    private final Observers observers;
    private final Observers.Work work;
    private final boolean confirmed;

    private WatchedConnection(Connection target, Observers observers, Observers.Work work, boolean confirmed) {
        this.target = target;
        this.observers = observers;
        this.work = work;
        this.confirmed = confirmed;
    }

    static Connection of(Connection target, Observers observers, Observers.Work work) {
        return proxy(Connection.class, new WatchedConnection(target, observers, work, false));
    }

    /** Statements fail whose commit is on this server only, since its wait for a standby was cut off. */
    static Connection confirmed(Connection target, Observers observers, Observers.Work work) {
        return proxy(Connection.class, new WatchedConnection(target, observers, work, true));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(WatchedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("equals") && arguments != null) {
            return proxy == arguments[0];
        }
        if (work.isInTransaction() && ends(method.getName(), arguments)) {
            throw work.ending();
        }
        Object result = call(target, method, arguments);
        if (!(result instanceof Statement statement)) {
            return result;
        }
        String sql = arguments != null && arguments[0] instanceof String text ? text : null;
        InvocationHandler watched = new WatchedStatement((Connection) proxy, statement, sql, this);
        if (statement instanceof CallableStatement) {
            return proxy(CallableStatement.class, watched);
        }
        if (statement instanceof PreparedStatement) {
            return proxy(PreparedStatement.class, watched);
        }
        return proxy(Statement.class, watched);
    }

    private static boolean ends(String method, Object @Nullable [] arguments) {
        return arguments == null
                ? method.equals("commit") || method.equals("rollback")
                : method.equals("setAutoCommit") && Boolean.TRUE.equals(arguments[0]);
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** A statement that is timed and reported each time it runs. */
    private static final class WatchedStatement implements InvocationHandler {
        private final Connection connection;
        private final Statement target;
        private final @Nullable String prepared;
        private final WatchedConnection watch;
        private final List<String> batch = new ArrayList<>();

        WatchedStatement(Connection connection, Statement target, @Nullable String prepared, WatchedConnection watch) {
            this.connection = connection;
            this.target = target;
            this.prepared = prepared;
            this.watch = watch;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            String name = method.getName();
            if (name.equals("getConnection")) {
                return connection;
            }
            if (name.equals("equals") && arguments != null) {
                return proxy == arguments[0];
            }
            String sql = arguments != null && arguments.length > 0 && arguments[0] instanceof String text
                    ? text
                    : String.valueOf(prepared);
            if (name.equals("addBatch")) {
                batch.add(sql);
            } else if (name.equals("clearBatch")) {
                batch.clear();
            }
            return name.startsWith("execute") ? timed(method, arguments, sql) : call(target, method, arguments);
        }

        private @Nullable Object timed(Method method, Object @Nullable [] arguments, String sql) throws Throwable {
            boolean batched = method.getName().endsWith("Batch");
            String text = batched && !batch.isEmpty()
                    ? String.join(";\n", batch.stream().distinct().toList())
                    : sql;
            int times = batched ? batch.size() : 1;
            StatementShape shape = watch.observers.admitted(text, watch.work);
            long began = System.nanoTime();
            SQLException failure = null;
            long rows = -1;
            try {
                Object result = call(target, method, arguments);
                rows = rows(result);
                if (watch.confirmed) {
                    UnreplicatedCommit.requireNone(target.getWarnings());
                }
                return result;
            } catch (SQLException e) {
                failure = e;
                throw e;
            } finally {
                if (batched) {
                    batch.clear();
                }
                watch.observers.ended(new Observers.Ran(text, times, began, rows, failure), shape, watch.work);
            }
        }

        /** How many rows it changed; of a query it is not known, whose rows the caller reads later. */
        private long rows(@Nullable Object result) throws SQLException {
            if (result instanceof Number changed) {
                return changed.longValue();
            }
            if (result instanceof int[] changed) {
                return Arrays.stream(changed)
                        .filter(rows -> rows > 0)
                        .asLongStream()
                        .sum();
            }
            if (result instanceof long[] changed) {
                return Arrays.stream(changed).filter(rows -> rows > 0).sum();
            }
            return Boolean.FALSE.equals(result) ? Math.max(0, target.getLargeUpdateCount()) : 0;
        }
    }
}
