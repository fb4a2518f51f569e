package dev.stele.crud;

import dev.stele.core.error.Misuse;
import dev.stele.crud.query.FromClause;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import dev.stele.crud.query.WhereSql;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What all pages of lists with one shape of condition and one order share. */
final class ListPlan {
    /** The types that a cursor can hold without loss. */
    private static final Set<Class<?>> KEPT = Set.of(
            Long.class,
            Integer.class,
            Short.class,
            Byte.class,
            BigInteger.class,
            Double.class,
            Float.class,
            BigDecimal.class,
            String.class,
            Character.class,
            Boolean.class,
            UUID.class,
            Instant.class,
            OffsetDateTime.class,
            LocalDate.class,
            LocalDateTime.class,
            LocalTime.class);

    private final List<SortColumn> columns;
    private final String identity;
    private final Sort<?> sort;

    ListPlan(EntityPlans plans, Where<?> where, Sort<?> sort) {
        FromClause from = plans.from();
        this.sort = sort;
        this.columns = List.copyOf(SortColumn.of(sort, from));
        this.identity = plans.entity().type().getName() + "\n" + WhereSql.shapeOf(where) + "\n" + sort;
        for (SortColumn column : columns) {
            if (!isKept(column.codec().javaType())) {
                throw new Misuse(
                        "%s cannot be paged by %s, whose values have type %s"
                                .formatted(
                                        plans.entity().name(),
                                        column.sql(),
                                        column.codec().javaType().getSimpleName()),
                        "sort by text, numbers, times or UUIDs");
            }
        }
    }

    private static boolean isKept(Class<?> type) {
        return KEPT.contains(type) || type.isEnum();
    }

    /** The columns of the order, the id's at the end. */
    List<SortColumn> columns() {
        return columns;
    }

    /** The same columns in another clause, where tables joined for the order may have other aliases. */
    List<SortColumn> columnsIn(FromClause from) {
        return SortColumn.of(sort, from);
    }

    /** What tells such lists from others, in every process alike. */
    String identity() {
        return identity;
    }

    /** A cursor's values as the columns take them. */
    List<@Nullable Object> values(List<@Nullable Object> cursor) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Object value = cursor.get(i);
            values.add(value == null ? null : as(columns.get(i).codec().javaType(), value));
        }
        return values;
    }

    private static Object as(Class<?> type, Object value) {
        if (type.isInstance(value)) {
            return value;
        }
        if (value instanceof Number number) {
            if (type == Integer.class) {
                return number.intValue();
            }
            if (type == Short.class) {
                return number.shortValue();
            }
            if (type == Byte.class) {
                return number.byteValue();
            }
            return type == Float.class ? (Object) number.floatValue() : new BigDecimal(number.toString());
        }
        if (type == Character.class) {
            return value.toString().charAt(0);
        }
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(value)) {
                return constant;
            }
        }
        throw new IllegalStateException("a signed cursor holds no value of its column");
    }
}
