package dev.stele.crud;

import dev.stele.core.error.ConstraintViolation;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import dev.stele.core.mapping.ColumnMapping;
import dev.stele.core.mapping.EntityMapping;
import dev.stele.core.mapping.IdMapping;
import dev.stele.core.statements.StatementShape;
import dev.stele.crud.query.Key;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements of a DAO that make rows. */
final class Inserts {
    /** The protocol counts parameters in 16 bits. */
    private static final int MAX_PARAMETERS = 65_535;

    private final EntityPlans plans;
    private final EntityMapping entity;
    private final IdMapping id;

    Inserts(EntityPlans plans) {
        this.plans = plans;
        this.entity = plans.entity();
        this.id = entity.id();
    }

    Object insert(Object record) {
        CreatePlan plan = plans.create(record.getClass());
        StatementShape shape = plans.cache()
                .get(new IdKey(record.getClass(), ""), () -> plans.shape(sql(plan, "", plans.idColumns()), "insert"));
        return returningId(shape, plan, record).orElseThrow(() -> new IllegalStateException("INSERT returned no row"));
    }

    Optional<Object> insertIgnore(Object record) {
        CreatePlan plan = plans.create(record.getClass());
        String ignore = " on conflict do nothing";
        StatementShape shape = plans.cache()
                .get(
                        new IdKey(record.getClass(), ignore),
                        () -> plans.shape(sql(plan, ignore, plans.idColumns()), "insertIgnore"));
        return returningId(shape, plan, record);
    }

    private Optional<Object> returningId(StatementShape shape, CreatePlan plan, Object record) {
        plan.check(record);
        return plans.run(
                shape,
                statement -> {
                    plan.bind(statement, 1, record);
                    try (ResultSet row = statement.executeQuery()) {
                        return row.next() ? Optional.of(id.read(row, 1)) : Optional.empty();
                    }
                },
                row -> row.isPresent() ? 1 : 0);
    }

    <V> V insert(Object record, Class<V> type) {
        CreatePlan plan = plans.create(record.getClass());
        ViewPlan<V> view = plans.view(type);
        StatementShape shape = plans.cache()
                .get(
                        new ViewKey(record.getClass(), type, null),
                        () -> plans.shape(sql(plan, "", view.returning(plans.from())), "insert"));
        plan.check(record);
        return plans.run(
                shape,
                statement -> {
                    plan.bind(statement, 1, record);
                    return Reads.rows(statement, view).get(0);
                },
                row -> 1);
    }

    <V> Upserted<V> upsert(Object record, Key<?> key, Class<V> type) {
        CreatePlan plan = plans.create(record.getClass());
        ViewPlan<V> view = plans.view(type);
        StatementShape shape = plans.cache().get(new ViewKey(record.getClass(), type, key), () -> {
            String conflict = plan.onConflict(UpsertKeys.columns(entity, key), PatchPlan.always(entity));
            return plans.shape(sql(plan, conflict, view.returning(plans.from()) + ", t0.xmax = 0"), "upsert");
        });
        plan.check(record);
        return plans.run(
                shape,
                statement -> {
                    plan.bind(statement, 1, record);
                    try (ResultSet row = statement.executeQuery()) {
                        row.next();
                        return new Upserted<>(view.read(row), row.getBoolean(view.width() + 1));
                    }
                },
                row -> 1);
    }

    <V> List<Upserted<V>> upsertAll(List<?> records, Key<?> key, Class<V> type) {
        if (records.isEmpty()) {
            return List.of();
        }
        CreatePlan plan = checked(records);
        ViewPlan<V> view = plans.view(type);
        List<ColumnMapping> unique = UpsertKeys.columns(entity, key);
        String written = plan.onConflict(unique, PatchPlan.always(entity)) + " returning "
                + view.returning(plans.from()) + ", t0.xmax = 0";
        try {
            return plans.run(
                    manyRows(plan, records.size(), written, "upsertAll"),
                    statement -> {
                        bindAll(statement, plan, records);
                        return upserted(statement, view, records.size());
                    },
                    List::size);
        } catch (Misuse e) {
            throw Stage.isTwice(e) ? plan.sameKey(records, unique, e) : e;
        } catch (Invalid | ConstraintViolation e) {
            throw new ManyFaults(new WrittenRecords(plan, records, 0)).named(e);
        }
    }

    /** A statement for so many records, which is known by that for one. */
    private StatementShape manyRows(CreatePlan plan, int records, String written, String method) {
        if (plan.bindsArrays()) {
            return plans.shape(plan.into() + plan.unnest() + written, method);
        }
        String rows = String.join(", ", Collections.nCopies(records, plan.values()));
        return plans.shape(plan.into() + " values " + plan.values() + written, method)
                .withText(plan.into() + " values " + rows + written);
    }

    private static void bindAll(PreparedStatement statement, CreatePlan plan, List<?> records) throws SQLException {
        if (plan.bindsArrays()) {
            plan.bindArrays(statement, 1, records);
            return;
        }
        int next = 1;
        for (Object record : records) {
            next = plan.bind(statement, next, record);
        }
    }

    private static <V> List<Upserted<V>> upserted(PreparedStatement statement, ViewPlan<V> view, int most)
            throws SQLException {
        List<Upserted<V>> rows = new ArrayList<>(most);
        try (ResultSet row = statement.executeQuery()) {
            ResultSet values = ViewPlan.values(row);
            while (row.next()) {
                rows.add(new Upserted<>(view.read(values), values.getBoolean(view.width() + 1)));
            }
        }
        return rows;
    }

    /** The plan of the records, all of which are of one class and valid. */
    private CreatePlan checked(List<?> records) {
        int number = 0;
        requireRecord(records.get(0), 1);
        Class<?> type = records.get(0).getClass();
        CreatePlan plan = plans.create(type);
        for (Object record : records) {
            requireRecord(record, number + 1);
            if (record.getClass() != type) {
                plans.create(record.getClass()); // says so where it is no record of this entity
                throw twoClasses();
            }
            plan.check(record, ++number);
        }
        return plan;
    }

    /** All rows or none: in one statement, or in few where a column cannot be bound as an array. */
    List<Object> insertAll(List<?> records, boolean ignore) {
        if (records.isEmpty()) {
            return List.of();
        }
        CreatePlan plan = checked(records);
        String conflict = ignore ? " on conflict do nothing" : "";
        if (plan.bindsArrays()) {
            return insert(new WrittenRecords(plan, records, 0), arrays(plan, records, conflict), plan, records);
        }
        int chunk = MAX_PARAMETERS / Math.max(1, plan.attributes().size());
        if (records.size() <= chunk) {
            return insertRows(new WrittenRecords(plan, records, 0), plan, records, conflict);
        }
        // In autocommit each statement would keep its rows when a later one fails.
        return plans.database().tx().call(() -> {
            List<Object> ids = new ArrayList<>(records.size());
            for (int i = 0; i < records.size(); i += chunk) {
                List<?> part = records.subList(i, Math.min(i + chunk, records.size()));
                ids.addAll(insertRows(new WrittenRecords(plan, part, i), plan, part, conflict));
            }
            return ids;
        });
    }

    private List<Object> insertRows(WrittenRecords written, CreatePlan plan, List<?> records, String conflict) {
        String returning = conflict + " returning " + plans.idColumns();
        return insert(written, manyRows(plan, records.size(), returning, "insertAll"), plan, records);
    }

    private List<Object> insert(WrittenRecords written, StatementShape shape, CreatePlan plan, List<?> records) {
        try {
            return plans.run(
                    shape,
                    statement -> {
                        bindAll(statement, plan, records);
                        return ids(statement, records.size());
                    },
                    List::size);
        } catch (Invalid | ConstraintViolation e) {
            throw new ManyFaults(written).named(e);
        }
    }

    private static void requireRecord(@Nullable Object record, int number) {
        if (record == null) {
            throw new Invalid("record " + number, "is null");
        }
    }

    private static Misuse twoClasses() {
        return new Misuse("records of two classes cannot be inserted together", "call insertAll once for each class");
    }

    private StatementShape arrays(CreatePlan plan, List<?> records, String conflict) {
        return plans.cache()
                .get(
                        new ArraysKey(records.get(0).getClass(), conflict),
                        () -> manyRows(plan, 1, conflict + " returning " + plans.idColumns(), "insertAll"));
    }

    private List<Object> ids(PreparedStatement statement, int most) throws SQLException {
        List<Object> ids = new ArrayList<>(most);
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                ids.add(id.read(row, 1));
            }
        }
        return ids;
    }

    private static String sql(CreatePlan plan, String conflict, String returning) {
        return plan.into() + " values " + plan.values() + conflict + " returning " + returning;
    }

    private record ArraysKey(Class<?> create, String conflict) {}

    private record IdKey(Class<?> create, String conflict) {}

    private record ViewKey(
            Class<?> create, Class<?> view, @Nullable Key<?> key) {}
}
