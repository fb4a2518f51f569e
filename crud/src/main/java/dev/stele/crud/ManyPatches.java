package dev.stele.crud;

import dev.stele.core.error.ConstraintViolation;
import dev.stele.core.error.Invalid;
import dev.stele.core.mapping.ColumnCodec;
import dev.stele.core.mapping.IdMapping;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Patches of many rows, each row its own: one statement for all that set the same fields, in one transaction. */
final class ManyPatches {
    private final EntityPlans plans;
    private final ManyIds ids;
    private final IdMapping id;

    ManyPatches(EntityPlans plans) {
        this.plans = plans;
        this.ids = new ManyIds(plans);
        this.id = plans.entity().id();
    }

    long write(Map<?, ?> updates) {
        Map<Shape, List<Map.Entry<?, ?>>> alike = new LinkedHashMap<>();
        for (Map.Entry<?, ?> update : updates.entrySet()) {
            Shape shape = shape(update);
            alike.computeIfAbsent(shape, some -> new ArrayList<>()).add(update);
        }
        if (alike.isEmpty()) {
            return 0;
        }
        return plans.database().tx().call(() -> {
            long written = 0;
            for (Map.Entry<Shape, List<Map.Entry<?, ?>>> some : alike.entrySet()) {
                written += write(some.getKey(), some.getValue());
            }
            return written;
        });
    }

    private Shape shape(Map.Entry<?, ?> update) {
        if (update.getKey() == null || update.getValue() == null) {
            throw new Invalid(
                    "the patch of id " + update.getKey(), "must have an id and a record, neither of them null");
        }
        Class<?> type = update.getValue().getClass();
        try {
            return new Shape(type, plans.patch(type).mask(update.getValue()));
        } catch (Invalid e) {
            List<Invalid.FieldError> errors = e.errors().stream()
                    .map(error ->
                            new Invalid.FieldError("id " + update.getKey() + ": " + error.field(), error.problem()))
                    .toList();
            throw new Invalid(errors, null, e);
        }
    }

    private long write(Shape shape, List<Map.Entry<?, ?>> updates) {
        PatchPlan plan = plans.patch(shape.type());
        long written;
        try {
            written = write(plan, shape, updates);
        } catch (Invalid | ConstraintViolation e) {
            throw new ManyFaults(new WrittenPatches(plan, shape.mask(), updates)).named(e);
        }
        if (written < updates.size()) {
            ids.requireAll(updates.stream().map(Map.Entry::getKey).toList());
        }
        return written;
    }

    private long write(PatchPlan plan, Shape shape, List<Map.Entry<?, ?>> updates) {
        if (shape.mask() == 0) {
            return 0;
        }
        return plan.codecs(shape.mask()).values().stream().allMatch(ColumnCodec::bindsArrays)
                ? writeArrays(plan, shape, updates)
                : writeBatch(plan, shape, updates);
    }

    private long writeArrays(PatchPlan plan, Shape shape, List<Map.Entry<?, ?>> updates) {
        return plans.run(
                plans.cache().get(shape, () -> plans.shape(sql(plan, shape.mask()), "patchAll")),
                statement -> {
                    List<?> keys = updates.stream().map(Map.Entry::getKey).toList();
                    ids.bindIds(statement, keys);
                    int next = id.columns().size() + 1;
                    for (Map.Entry<Integer, ColumnCodec> field :
                            plan.codecs(shape.mask()).entrySet()) {
                        field.getValue().bindArray(statement, next++, values(plan, field.getKey(), updates));
                    }
                    return statement.executeLargeUpdate();
                },
                changed -> changed);
    }

    private static List<@Nullable Object> values(PatchPlan plan, int field, List<Map.Entry<?, ?>> updates) {
        List<@Nullable Object> values = new ArrayList<>(updates.size());
        updates.forEach(update -> values.add(plan.value(update.getValue(), field)));
        return values;
    }

    private String sql(PatchPlan plan, long mask) {
        StringJoiner arrays = new StringJoiner(", ").add(ids.idArrays());
        StringJoiner names = new StringJoiner(", ");
        StringJoiner same = new StringJoiner(" and ");
        for (int i = 0; i < id.columns().size(); i++) {
            names.add("k" + i);
            same.add("t0." + id.columns().get(i).sql() + " = u.k" + i);
        }
        plan.codecs(mask).forEach((field, codec) -> {
            arrays.add(codec.arrayPlaceholder());
            names.add("c" + field);
        });
        return "update %s%s from unnest(%s) as u(%s) where %s"
                .formatted(plans.from().sql(), plan.setsFrom(mask), arrays, names, same);
    }

    /** For columns whose values cannot go in an array. */
    private long writeBatch(PatchPlan plan, Shape shape, List<Map.Entry<?, ?>> updates) {
        String sql = "update " + plans.from().sql() + plan.sets(shape.mask()) + " where " + plans.byId();
        return plans.run(
                plans.shape(sql, "patchAll"),
                statement -> {
                    for (Map.Entry<?, ?> update : updates) {
                        id.bind(statement, plan.bind(statement, 1, update.getValue(), shape.mask()), update.getKey());
                        statement.addBatch();
                    }
                    return sum(statement.executeLargeBatch());
                },
                changed -> changed);
    }

    private static long sum(long[] counts) throws SQLException {
        long sum = 0;
        for (long count : counts) {
            if (count < 0) {
                throw new SQLException("the driver does not tell how many rows a batch changed");
            }
            sum += count;
        }
        return sum;
    }

    /** Which fields of which class are set. */
    private record Shape(Class<?> type, long mask) {}
}
