package dev.stele.migrations.plan;

import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Misuse;
import dev.stele.migrations.plan.PlanNode.Relation;
import dev.stele.migrations.plan.QueryPlan.Values;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A statement with values for its parameters that stay the same while indexes come and go.
 *
 * <p>Immutable; safe for use by many threads. Its values are in no plan that it gives.
 */
public final class SampledStatement {
    private static final String LOCKED = "select distinct n.nspname, c.relname from pg_catalog.pg_locks l"
            + " join pg_catalog.pg_class c on c.oid = l.relation join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
            + " where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and c.relkind in ('r', 'p')"
            + " and l.database = (select oid from pg_catalog.pg_database where datname = current_database())"
            + " and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

    private final StatementText text;
    private final QueryPlan generic;
    private final List<List<@Nullable String>> samples;

    private SampledStatement(StatementText text, QueryPlan generic, List<List<@Nullable String>> samples) {
        this.text = text;
        this.generic = generic;
        this.samples = List.copyOf(samples);
    }

    /**
     * Draws values from the tables that {@code connection} sees, within its transaction.
     *
     * @param most how many values to draw for each parameter at most; those that came up already count once
     * @throws DatabaseException as {@link Explain#sampled}
     */
    public static SampledStatement draw(Connection connection, String sql, int most) {
        StatementText text = StatementText.of(sql);
        return undone(connection, () -> {
            Explain.requireOneCommand(connection, text);
            try (PreparedQuery query = new PreparedQuery(connection, text)) {
                List<String> types = query.types();
                Values values = types.isEmpty() ? Values.NONE : Values.GENERIC;
                QueryPlan generic = PlanReader.read(text.given(), values, query.generic(types.size()));
                List<TableAccess> accesses = TableAccess.of(generic.root());
                List<List<@Nullable String>> samples = new ArrayList<>();
                for (int number = 0; number < (types.isEmpty() ? 1 : most); number++) {
                    List<@Nullable String> drawn = SampledValues.draw(connection, text, types, accesses, number);
                    if (!samples.contains(drawn)) {
                        samples.add(drawn);
                    }
                }
                return new SampledStatement(text, generic, samples);
            }
        });
    }

    /**
     * The tables that a statement mentions, also those that no plan shows, such as one that is joined for nothing; within
     * the transaction of {@code connection}.
     *
     * <p>The server locks what a text mentions when it reads the text, and tells what it locked.
     *
     * @throws DatabaseException as {@link Explain#generic}
     */
    public static List<Relation> mentioned(Connection connection, String sql) {
        StatementText text = StatementText.of(sql);
        return undone(connection, () -> {
            Explain.requireOneCommand(connection, text);
            List<Relation> tables = new ArrayList<>();
            PreparedQuery query = new PreparedQuery(connection, text);
            try (query;
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(LOCKED)) {
                while (row.next()) {
                    tables.add(new Relation(row.getString(1), row.getString(2), row.getString(2)));
                }
            }
            return tables;
        });
    }

    /** How many samples there are, at least one. */
    public int samples() {
        return samples.size();
    }

    /** Whether its first few rows are asked for only. */
    public boolean isLimited() {
        return generic.root().all().anyMatch(node -> node.kind().equals("Limit"));
    }

    /** The columns, unquoted, that are compared with a parameter. */
    public Set<String> parameterColumns() {
        return TableAccess.of(generic.root()).stream()
                .flatMap(access -> access.conditions().stream())
                .filter(condition -> condition.source() == Condition.Source.PARAMETER)
                .flatMap(condition -> condition.columns().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The plan for a sample, within the transaction of {@code connection}.
     *
     * @throws DatabaseException as {@link Explain#sampled}
     */
    public QueryPlan planned(Connection connection, int sample) {
        return undone(connection, () -> {
            try (PreparedQuery query = new PreparedQuery(connection, text)) {
                return read(query.sampled(samples.get(sample)));
            }
        });
    }

    /** Whether {@link #analyzed} would run it; it refuses what does more than read. */
    public boolean onlyReads(Connection connection) {
        return undone(connection, () -> {
            try {
                SideEffects.refuse(connection, text, generic);
                return true;
            } catch (Misuse refused) {
                return false;
            }
        });
    }

    /**
     * Runs the statement with a sample, within the transaction of {@code connection}, and gives what was met.
     *
     * @throws DatabaseException as {@link Explain#analyzed}
     */
    public QueryPlan analyzed(Connection connection, int sample) {
        return undone(connection, () -> {
            SideEffects.refuse(connection, text, generic);
            try (PreparedQuery query = new PreparedQuery(connection, text)) {
                return read(query.analyzed(samples.get(sample)));
            }
        });
    }

    private QueryPlan read(String json) {
        return generic.values() == Values.NONE
                ? PlanReader.read(text.given(), Values.NONE, json)
                : PlanReader.read(text.given(), Values.SAMPLED, SampleMask.hide(json, generic.json()));
    }

    private static <T> T undone(Connection connection, Work<T> work) {
        try {
            Savepoint before = connection.setSavepoint();
            try (Statement settings = connection.createStatement()) {
                settings.execute("set transaction read only; set local standard_conforming_strings = on");
                return work.run();
            } finally {
                connection.rollback(before);
                connection.releaseSavepoint(before);
            }
        } catch (SQLException e) {
            throw PlanErrors.of(e);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws SQLException;
    }
}
