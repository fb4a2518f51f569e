package dev.stele.crud;

import dev.stele.core.error.ConstraintViolation;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Duplicate;
import dev.stele.core.error.MissingReference;
import dev.stele.core.mapping.AttributeMapping;
import dev.stele.core.mapping.ColumnMapping;
import dev.stele.core.mapping.EntityMapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * All records of a stage that break the same constraint as one that was found, by one statement.
 *
 * <p>To look for each by itself takes a savepoint for each, and the server has room for some thousands of them.
 */
final class AlikeFaults {
    private final EntityPlans plans;
    private final String stage;
    private final String number = Staged.NUMBER;
    private final List<ColumnMapping> columns;

    AlikeFaults(EntityPlans plans, Staged stage) {
        this.plans = plans;
        this.stage = stage.name();
        this.columns = stage.columns();
    }

    /**
     * The statement that removes those between two numbers and returns which they are; null where the mapping does not
     * tell.
     *
     * <p>It takes all others between these numbers to be written.
     */
    @Nullable
    String removal(DatabaseException failure, long first, long last) {
        if (!(failure instanceof ConstraintViolation violation)) {
            return null;
        }
        List<ColumnMapping> concerned = columns(violation.fields());
        if (concerned.isEmpty() || !columns.containsAll(concerned)) {
            return null;
        }
        String within = number + " between " + first + " and " + last;
        if (failure instanceof Duplicate) {
            return isUnique(concerned) ? duplicates(concerned, within) : null;
        }
        return failure instanceof MissingReference ? references(violation.fields(), concerned, within) : null;
    }

    private List<ColumnMapping> columns(List<String> fields) {
        List<ColumnMapping> all = new ArrayList<>();
        for (String field : fields) {
            plans.entity().attribute(field).ifPresent(attribute -> all.addAll(attribute.columns()));
        }
        return all;
    }

    private boolean isUnique(List<ColumnMapping> key) {
        Set<String> names = new HashSet<>();
        key.forEach(column -> names.add(column.name()));
        return plans.entity().uniqueKeys().stream()
                .anyMatch(known -> names.equals(new HashSet<>(known.columns()))
                        && names.size() == known.columns().size());
    }

    private String duplicates(List<ColumnMapping> key, String within) {
        StringJoiner there = new StringJoiner(" and ");
        StringJoiner values = new StringJoiner(", ");
        StringJoiner known = new StringJoiner(" and ").add(within);
        for (ColumnMapping column : key) {
            there.add("t0." + column.sql() + " = o." + Staged.value(column));
            values.add(Staged.value(column));
            known.add(column.sql() + " is not null");
        }
        // Both halves can be joined by hash; one condition with "or" would look at each pair of records.
        String taken = "select o.%s from %s as o join %s as t0 on %s where o.%s"
                .formatted(number, stage, plans.entity().sqlTable(), there, within);
        String later =
                "select %s from (select %s, row_number() over (partition by %s order by %s) as nth from %s where %s) as k where nth > 1"
                        .formatted(number, number, values, number, stage, known);
        return "delete from %s as s using (%s union %s) as b where b.%s = s.%s returning s.%s"
                .formatted(stage, taken, later, number, number, number);
    }

    private @Nullable String references(List<String> fields, List<ColumnMapping> columns, String within) {
        AttributeMapping reference = plans.entity().attribute(fields.get(0)).orElseThrow();
        Class<?> target = reference.target();
        if (fields.size() != 1 || columns.size() != 1 || target == null) {
            return null;
        }
        EntityMapping referred = plans.mappings().get(target);
        String column = "s." + Staged.value(columns.get(0));
        return "delete from %s as s where s.%s and %s is not null and not exists (select from %s as r where r.%s = %s) returning s.%s"
                .formatted(
                        stage,
                        within,
                        column,
                        referred.sqlTable(),
                        referred.id().columns().get(0).sql(),
                        column,
                        number);
    }
}
