package dev.stele.crud;

import dev.stele.core.error.Misuse;
import dev.stele.core.error.NotFound;
import dev.stele.core.mapping.IdMapping;
import dev.stele.core.statements.StatementShape;
import dev.stele.crud.query.FromClause;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import dev.stele.crud.query.WhereSql;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements of a DAO that only read, or lock. */
final class Reads {
    private static final int FETCH_SIZE = 500;

    private final EntityPlans plans;
    private final IdMapping id;

    Reads(EntityPlans plans) {
        this.plans = plans;
        this.id = plans.entity().id();
    }

    <V> Optional<V> find(Object key, Class<V> type) {
        EntityPlans.Finding<V> finding = plans.finding(type);
        return one(finding.statement(), finding.view(), key);
    }

    <V> V get(Object key, Class<V> type) {
        return find(key, type).orElseThrow(() -> missing(key));
    }

    <V> Optional<V> lock(Object key, Class<V> type, LockWait wait) {
        requireTransaction("lock a row");
        EntityPlans.Finding<V> finding = plans.finding(type);
        String locking = " for no key update of t0" + wait.sql();
        StatementShape locked = plans.cache()
                .get(
                        new LockKey(type, wait),
                        () -> plans.shape(finding.statement().text() + locking, "lock"));
        return one(locked, finding.view(), key);
    }

    private <V> Optional<V> one(StatementShape shape, ViewPlan<V> view, Object key) {
        return plans.run(
                shape,
                statement -> {
                    id.bind(statement, 1, key);
                    try (ResultSet row = statement.executeQuery()) {
                        return row.next() ? Optional.of(view.read(row)) : Optional.empty();
                    }
                },
                row -> row.isPresent() ? 1 : 0);
    }

    <V> Optional<V> one(Class<V> type, Where<?> where) {
        List<V> rows = list(type, where, Sort.byId(), new Window("one", 2, 0, ""));
        if (rows.size() > 1) {
            throw new Misuse(
                    "more than one %s meets a condition for one"
                            .formatted(plans.entity().name()),
                    "use list(), or a condition on a unique key");
        }
        return rows.stream().findFirst();
    }

    boolean existsById(Object key) {
        StatementShape shape = plans.cache()
                .get(
                        ExistsKey.BY_ID,
                        () -> plans.shape(
                                "select exists (select 1 from " + plans.from().sql() + " where " + plans.byId() + ")",
                                "exists"));
        return plans.run(
                shape,
                statement -> {
                    id.bind(statement, 1, key);
                    return isTrue(statement);
                },
                answer -> 1);
    }

    private static boolean isTrue(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    boolean exists(Where<?> where) {
        Selection selection = plans.cache().get(new ExistsKey(WhereSql.shapeOf(where)), () -> {
            FromClause from = plans.from();
            WhereSql condition = WhereSql.ofSelect(where, from);
            String sql = "select exists (select 1 from %s where %s)".formatted(from.sql(), condition.sql());
            return new Selection(plans.shape(sql, "exists"), condition);
        });
        return plans.run(
                selection.shape(),
                statement -> {
                    selection.where().bind(statement, 1, where);
                    return isTrue(statement);
                },
                answer -> 1);
    }

    <V> List<V> list(Class<V> type, Where<?> where, Sort<?> sort, long limit) {
        return list(type, where, sort, new Window("list", limit, 0, ""));
    }

    <V> List<V> list(Class<V> type, Where<?> where, Sort<?> sort, Window window) {
        ViewPlan<V> view = plans.view(type);
        Selection selection = selection(view, where, sort, window);
        return plans.run(
                selection.shape(),
                statement -> {
                    bind(statement, selection, where, window);
                    return rows(statement, view);
                },
                List::size);
    }

    <V> List<V> claim(Class<V> type, Where<?> where, Sort<?> sort, int limit) {
        requireTransaction("claim rows");
        return list(type, where, sort, new Window("claim", limit, 0, " for no key update of t0 skip locked"));
    }

    /** Without an order where {@code sort} is null. */
    <V, R> R stream(
            Class<V> type, Where<?> where, @Nullable Sort<?> sort, Function<? super Stream<V>, ? extends R> work) {
        requireTransaction("stream rows");
        ViewPlan<V> view = plans.view(type);
        // Whoever streams reads to the end: a bound limit would have the server plan for a part of the rows.
        Selection selection = plans.cache()
                .get(
                        new StreamKey(type, WhereSql.shapeOf(where), sort),
                        () -> select(view, where, from -> sort == null ? "" : plans.orderBy(sort, from), "stream"));
        Streamed<R> streamed = plans.run(
                selection.shape(),
                statement -> {
                    statement.setFetchSize(FETCH_SIZE);
                    selection.where().bind(statement, 1, where);
                    return RowStream.of(statement, view, FETCH_SIZE).through(work);
                },
                Streamed::rows);
        return streamed.result();
    }

    /** Hands the rows to {@code work}, a few at a time in memory, each column in the server's own text. */
    long text(Class<?> type, Where<?> where, Sort<?> sort, RowWork work) {
        FromClause from = plans.from();
        StringJoiner columns = new StringJoiner(", ");
        plans.view(type).select(from).forEach(column -> columns.add(column + "::text"));
        WhereSql condition = WhereSql.ofSelect(where, from);
        String sql =
                "select " + columns + " from " + from.sql() + " where " + condition.sql() + plans.orderBy(sort, from);
        return plans.run(
                plans.shape(sql, "copyOut"),
                statement -> {
                    statement.setFetchSize(FETCH_SIZE);
                    condition.bind(statement, 1, where);
                    try (ResultSet row = statement.executeQuery()) {
                        return work.on(row);
                    }
                },
                rows -> rows);
    }

    private Selection selection(ViewPlan<?> view, Where<?> where, Sort<?> sort, Window window) {
        ListKey key = new ListKey(view.type(), WhereSql.shapeOf(where), sort, window.method(), window.skipping());
        return plans.cache()
                .get(
                        key,
                        () -> select(
                                view,
                                where,
                                from -> plans.orderBy(sort, from) + " limit ?" + window.skipping() + window.lock(),
                                window.method()));
    }

    private Selection select(ViewPlan<?> view, Where<?> where, Function<FromClause, String> tail, String method) {
        FromClause from = plans.from();
        String columns = String.join(", ", view.select(from));
        WhereSql condition = WhereSql.ofSelect(where, from);
        String end = tail.apply(from);
        String sql = "select " + columns + " from " + from.sql() + " where " + condition.sql() + end;
        return new Selection(plans.shape(sql, method), condition);
    }

    private static void bind(PreparedStatement statement, Selection selection, Where<?> where, Window window)
            throws SQLException {
        int next = selection.where().bind(statement, 1, where);
        statement.setLong(next, window.limit());
        if (window.offset() > 0) {
            statement.setLong(next + 1, window.offset());
        }
    }

    static <V> List<V> rows(PreparedStatement statement, ViewPlan<V> view) throws SQLException {
        List<V> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            ResultSet values = ViewPlan.values(row);
            while (row.next()) {
                rows.add(view.read(values));
            }
        }
        return rows;
    }

    NotFound missing(Object key) {
        return new NotFound(plans.entity().name(), key);
    }

    /** The same, with what helps whoever called something else than get. */
    NotFound missing(Object key, String hint) {
        return new NotFound(plans.entity().name(), key, hint);
    }

    private void requireTransaction(String what) {
        if (!plans.database().inTransaction()) {
            throw new Misuse(
                    "cannot %s outside a transaction, at whose end the hold on them ends".formatted(what),
                    "call it inside database.tx().call(…)");
        }
    }

    /** Reads an open result and says how many rows it had. */
    interface RowWork {
        long on(ResultSet row) throws SQLException;
    }

    /** A statement and the condition in it. */
    record Selection(StatementShape shape, WhereSql where) {}

    /** For which method of the DAO, how many rows to take and to skip, and whether to lock them. */
    record Window(String method, long limit, long offset, String lock) {
        private static final long DEEP = 1000;

        /** The text tells pages that skip many rows from others, since nobody else sees the number. */
        String skipping() {
            return offset == 0 ? "" : offset < DEEP ? " offset ?" : " offset ? /* deep */";
        }
    }

    private record ExistsKey(Object shape) {
        static final Object BY_ID = new Object();
    }

    private record LockKey(Class<?> view, LockWait waiting) {}

    private record StreamKey(
            Class<?> view, Object shape, @Nullable Sort<?> sort) {}

    private record ListKey(Class<?> view, Object shape, Sort<?> sort, String method, String skipping) {}
}
