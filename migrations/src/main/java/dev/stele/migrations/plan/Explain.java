package dev.stele.migrations.plan;

import dev.stele.migrations.plan.QueryPlan.Values;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * Asks a server how it means to run a statement.
 *
 * <p>A statement is a text as the driver takes it, with {@code ?} for parameters and {@code ??} for the operator {@code ?}; or,
 * where {@code $1} is in it, as {@code pg_stat_statements} prints it. All is done in a transaction that may only read and is
 * rolled back, under time-outs, also through a pooler. To plan a statement takes the rights that it needs itself, and the
 * server may call functions in it that are not volatile: do not plan texts of somebody whom the role does not trust.
 *
 * <p>Immutable; safe for use by many threads where it was made with a data source.
 */
public final class Explain {
    private static final Duration STATEMENT = Duration.ofSeconds(5);
    private static final Duration LOCK = Duration.ofMillis(500);

    private final Lender lender;
    private final Duration statement;
    private final Duration lock;

    private Explain(Lender lender, Duration statement, Duration lock) {
        this.lender = lender;
        this.statement = statement;
        this.lock = lock;
    }

    /** Asks over connections of this data source, one for each statement. */
    public static Explain on(DataSource source) {
        return new Explain(
                work -> {
                    try (Connection connection = source.getConnection()) {
                        return work.with(connection);
                    }
                },
                STATEMENT,
                LOCK);
    }

    /** Asks over this connection, within its transaction where it has begun one; it is left as it was. */
    public static Explain on(Connection connection) {
        return new Explain(work -> work.with(connection), STATEMENT, LOCK);
    }

    /**
     * Copies with how long the server may plan or run one statement, and wait for a lock; 5 s and 0.5 s otherwise.
     *
     * @throws IllegalArgumentException if one of them is less than a millisecond
     */
    public Explain withTimeouts(Duration statement, Duration lock) {
        if (statement.toMillis() < 1 || lock.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "time-outs must be at least 1 ms but were " + statement + " and " + lock);
        }
        return new Explain(lender, statement, lock);
    }

    /**
     * The plan for any values of its parameters.
     *
     * @throws dev.stele.core.error.Misuse if it is not one statement that has a plan, or the role may not plan it
     * @throws dev.stele.core.error.TimedOut if planning took too long or a table is locked
     * @throws dev.stele.core.error.DatabaseException if the server cannot be asked
     */
    public QueryPlan generic(String sql) {
        return ask(sql, (query, text, connection) -> generic(query, text, query.types()));
    }

    /**
     * The plan for values drawn from the tables' statistics or rows; the values are in no part of it.
     *
     * @throws dev.stele.core.error.DatabaseException as {@link #generic}
     */
    public QueryPlan sampled(String sql) {
        return ask(sql, (query, text, connection) -> {
            List<String> types = query.types();
            QueryPlan generic = generic(query, text, types);
            return types.isEmpty()
                    ? generic
                    : masked(text, generic, query.sampled(draw(connection, text, types, generic)));
        });
    }

    /**
     * Runs the statement with values as {@link #sampled} draws them, and gives the plan with what was met.
     *
     * @throws dev.stele.core.error.Misuse if it writes, locks rows or may call a volatile function; it is not run then
     * @throws dev.stele.core.error.DatabaseException as {@link #generic}
     */
    public QueryPlan analyzed(String sql) {
        return ask(sql, (query, text, connection) -> {
            List<String> types = query.types();
            QueryPlan generic = generic(query, text, types);
            SideEffects.refuse(connection, text, generic);
            return types.isEmpty()
                    ? PlanReader.read(text.given(), Values.NONE, query.analyzed(List.of()))
                    : masked(text, generic, query.analyzed(draw(connection, text, types, generic)));
        });
    }

    private static QueryPlan generic(PreparedQuery query, StatementText text, List<String> types) throws SQLException {
        Values values = types.isEmpty() ? Values.NONE : Values.GENERIC;
        return PlanReader.read(text.given(), values, query.generic(types.size()));
    }

    private static List<@Nullable String> draw(
            Connection connection, StatementText text, List<String> types, QueryPlan generic) throws SQLException {
        return SampledValues.draw(connection, text, types, TableAccess.of(generic.root()));
    }

    private static QueryPlan masked(StatementText text, QueryPlan generic, String json) {
        return PlanReader.read(text.given(), Values.SAMPLED, SampleMask.hide(json, generic.json()));
    }

    private QueryPlan ask(String sql, Question question) {
        StatementText text = StatementText.of(sql);
        try {
            return lender.lend(connection -> inTransaction(connection, text, question));
        } catch (SQLException e) {
            throw PlanErrors.of(e);
        } catch (IllegalArgumentException e) {
            throw PlanErrors.unreadable(e);
        }
    }

    private QueryPlan inTransaction(Connection connection, StatementText text, Question question) throws SQLException {
        boolean own = connection.getAutoCommit();
        if (own) {
            connection.setAutoCommit(false);
        }
        Savepoint before = connection.setSavepoint();
        try {
            limit(connection, text);
            try (PreparedQuery query = new PreparedQuery(connection, text)) {
                return question.answer(query, text, connection);
            }
        } finally {
            connection.rollback(before);
            if (own) {
                connection.rollback();
                connection.setAutoCommit(true);
            } else {
                connection.releaseSavepoint(before);
            }
        }
    }

    private void limit(Connection connection, StatementText text) throws SQLException {
        try (Statement limits = connection.createStatement()) {
            limits.execute("set transaction read only");
            limits.execute("set local statement_timeout = " + statement.toMillis());
            limits.execute("set local lock_timeout = " + lock.toMillis());
            limits.execute("set local standard_conforming_strings = on");
        }
        requireOneCommand(connection, text);
    }

    static void requireOneCommand(Connection connection, StatementText text) throws SQLException {
        boolean sentWhole = connection.isWrapperFor(PGConnection.class)
                && connection.unwrap(PGConnection.class).getPreferQueryMode() == PreferQueryMode.SIMPLE;
        text.requireOneCommand(sentWhole);
    }

    @FunctionalInterface
    private interface Question {
        QueryPlan answer(PreparedQuery query, StatementText text, Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface Work {
        QueryPlan with(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface Lender {
        QueryPlan lend(Work work) throws SQLException;
    }
}
