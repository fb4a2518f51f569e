package dev.stele.core.mapping;

import java.time.LocalTime;
import java.time.OffsetTime;
import java.util.List;
import java.util.Set;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;

/**
 * Gives times of day the microseconds that Hibernate gives dates with a time.
 *
 * <p>It makes {@code time(0)} of them, which rounds 23:59:59.5 up to 24:00:00, and the driver reads that as the last
 * nanosecond of the day.
 */
final class TimePrecision {
    private static final Set<Class<?>> TIMES = Set.of(LocalTime.class, OffsetTime.class);
    private static final int MICROSECONDS = 6;

    private TimePrecision() {}

    /** Sets the precision of every such column that says none itself; to be called before a column's type is asked for. */
    static void apply(Metadata metadata) {
        for (PersistentClass entity : metadata.getEntityBindings()) {
            apply(entity.getProperties());
            entity.getJoins().forEach(join -> apply(join.getProperties()));
        }
    }

    private static void apply(List<Property> properties) {
        for (Property property : properties) {
            if (property.getValue() instanceof Component component) {
                apply(component.getProperties());
            } else if (property.getValue() instanceof BasicValue value) {
                Class<?> type = value.resolve().getDomainJavaType().getJavaTypeClass();
                if (TIMES.contains(type)) {
                    value.getColumns().forEach(column -> apply(column, false));
                } else if (type == LocalTime[].class) {
                    value.getColumns().forEach(column -> apply(column, true));
                }
            }
        }
    }

    private static void apply(Column column, boolean array) {
        if (column.getSqlType() != null || column.getTemporalPrecision() != null || column.getPrecision() != null) {
            return;
        }
        if (array) {
            column.setSqlType("time(6)[]"); // an array's elements do not take its precision
        } else {
            column.setTemporalPrecision(MICROSECONDS);
        }
    }
}
