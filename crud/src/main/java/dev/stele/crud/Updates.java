package dev.stele.crud;

import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.Stale;
import dev.stele.core.mapping.AttributeMapping;
import dev.stele.core.mapping.ColumnCodec;
import dev.stele.core.mapping.EntityMapping;
import dev.stele.core.statements.StatementShape;
import dev.stele.crud.query.FromClause;
import dev.stele.crud.query.Where;
import dev.stele.crud.query.WhereSql;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements of a DAO that change or delete rows. */
final class Updates {
    private final EntityPlans plans;
    private final EntityMapping entity;
    private final Reads reads;

    Updates(EntityPlans plans, Reads reads) {
        this.plans = plans;
        this.entity = plans.entity();
        this.reads = reads;
    }

    <V> V patch(Object key, Object update, Expected expected, Class<V> type) {
        PatchPlan plan = plans.patch(update.getClass());
        long mask = plan.mask(update);
        ViewPlan<V> view = plans.view(type);
        PatchKey cached = new PatchKey(update.getClass(), type, mask, expected.shape());
        Statement planned = plans.cache().get(cached, () -> plan(plan, mask, expected, view));
        List<V> rows = plans.run(
                planned.shape(),
                statement -> {
                    int next = plan.bind(statement, 1, update, mask);
                    next = entity.id().bind(statement, next, key);
                    bind(statement, next, planned, expected);
                    return Reads.rows(statement, view);
                },
                List::size);
        if (rows.isEmpty()) {
            throw refused(key, expected);
        }
        return rows.get(0);
    }

    private Statement plan(PatchPlan plan, long mask, Expected expected, ViewPlan<?> view) {
        FromClause from = plans.from();
        // With nothing to write the row is only read, under the same condition.
        String selected = mask == 0 ? String.join(", ", view.select(from)) : "";
        StringBuilder sql = new StringBuilder(
                mask == 0 ? "select " + selected + " from " + from.sql() : "update " + from.sql() + plan.sets(mask));
        sql.append(" where ").append(plans.byId());
        WhereSql guard = null;
        if (expected.guard() != null) {
            guard = WhereSql.ofWrite(expected.guard(), plans.from());
            sql.append(" and ").append(guard.sql());
        } else if (expected.version() != null) {
            sql.append(" and t0.").append(version().column().sql()).append(" = ?");
        }
        String text = mask == 0 ? sql.toString() : sql + " returning " + view.returning(from);
        return new Statement(plans.shape(text, guard == null ? "patch" : "patchIf"), guard);
    }

    private void bind(PreparedStatement statement, int index, Statement planned, Expected expected)
            throws SQLException {
        if (expected.guard() != null) {
            planned.bind(statement, index, expected.guard());
        } else if (expected.version() != null) {
            ColumnCodec codec = version().column().codec();
            codec.bind(statement, index, codec.accept(expected.version()));
        }
    }

    private DatabaseException refused(Object key, Expected expected) {
        boolean conditional = expected.guard() != null || expected.version() != null;
        if (conditional && reads.existsById(key)) {
            return new Stale(
                    entity.name(),
                    key,
                    expected.version() == null ? "the condition of patchIf" : "version " + expected.version());
        }
        // Behind a guard there may be a row that this caller is not to know of: the same words for both.
        return expected.guard() != null
                ? reads.missing(key)
                : reads.missing(key, "use find() first if it may be missing, or upsert() to insert it then");
    }

    long patchAll(Where<?> where, Object update) {
        PatchPlan plan = plans.patch(update.getClass());
        long mask = plan.mask(update);
        if (mask == 0) {
            throw new Misuse("a patch of many rows sets no field", "set one at least, or do not call patchAll");
        }
        BulkKey key = new BulkKey(update.getClass(), mask, WhereSql.shapeOf(where));
        Statement planned = plans.cache().get(key, () -> {
            FromClause from = plans.from();
            WhereSql condition = WhereSql.ofWrite(where, from);
            String sql = "update " + from.sql() + plan.sets(mask) + " where " + condition.sql();
            return new Statement(plans.shape(sql, "patchAll"), condition);
        });
        return plans.run(
                planned.shape(),
                statement -> {
                    planned.bind(statement, plan.bind(statement, 1, update, mask), where);
                    return statement.executeLargeUpdate();
                },
                changed -> changed);
    }

    long patchAll(Map<?, ?> updates) {
        return new ManyPatches(plans).write(updates);
    }

    long delete(Object key, @Nullable Where<?> guard) {
        Object shape = guard == null ? null : WhereSql.shapeOf(guard);
        Statement planned = plans.cache().get(new DeleteKey(true, shape), () -> {
            FromClause from = plans.from();
            WhereSql condition = guard == null ? null : WhereSql.ofWrite(guard, from);
            String sql = "delete from " + from.sql() + " where " + plans.byId();
            return condition == null
                    ? new Statement(plans.shape(sql, "delete"), null)
                    : new Statement(plans.shape(sql + " and " + condition.sql(), "deleteIf"), condition);
        });
        return plans.run(
                planned.shape(),
                statement -> {
                    int next = entity.id().bind(statement, 1, key);
                    if (guard != null) {
                        planned.bind(statement, next, guard);
                    }
                    return statement.executeLargeUpdate();
                },
                deleted -> deleted);
    }

    long deleteAll(Where<?> where) {
        Statement planned = plans.cache().get(new DeleteKey(false, WhereSql.shapeOf(where)), () -> {
            FromClause from = plans.from();
            WhereSql condition = WhereSql.ofWrite(where, from);
            String sql = "delete from " + from.sql() + " where " + condition.sql();
            return new Statement(plans.shape(sql, "deleteAll"), condition);
        });
        return plans.run(
                planned.shape(),
                statement -> {
                    planned.bind(statement, 1, where);
                    return statement.executeLargeUpdate();
                },
                deleted -> deleted);
    }

    private AttributeMapping version() {
        AttributeMapping version = entity.version();
        if (version == null) {
            throw new Misuse(
                    "%s has no version to compare with".formatted(entity.name()),
                    "give it an attribute marked @Version, or use patchIf with a condition");
        }
        return version;
    }

    /**
     * What a row must be like for a patch to change it; both null where it need only be there.
     *
     * @param guard a condition on it
     * @param version its version
     */
    record Expected(@Nullable Where<?> guard, @Nullable Long version) {
        static final Expected NOTHING = new Expected(null, null);

        @Nullable
        Object shape() {
            return guard == null ? version != null : WhereSql.shapeOf(guard);
        }
    }

    /** A statement and the condition in it, if any. */
    private record Statement(StatementShape shape, @Nullable WhereSql condition) {
        void bind(PreparedStatement statement, int index, Where<?> where) throws SQLException {
            if (condition != null) {
                condition.bind(statement, index, where);
            }
        }
    }

    private record PatchKey(
            Class<?> patch,
            Class<?> view,
            long mask,
            @Nullable Object expected) {}

    private record BulkKey(Class<?> patch, long mask, Object shape) {}

    private record DeleteKey(boolean byId, @Nullable Object shape) {}
}
