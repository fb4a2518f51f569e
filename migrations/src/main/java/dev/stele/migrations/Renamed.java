package dev.stele.migrations;

import dev.stele.core.RenamedFrom;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Table;
import org.jspecify.annotations.Nullable;

/**
 * What {@link RenamedFrom} says, in the names of the catalog.
 *
 * @param schema the schema of the table, or null for the one of unqualified names
 * @param table the table's name, the new one where it is what was renamed
 * @param column the column's new name, or null where the table is what was renamed
 * @param from the old name of the column or table
 */
record Renamed(
        @Nullable String schema, String table, @Nullable String column, String from) {

    static List<Renamed> in(Metadata metadata) {
        List<Renamed> found = new ArrayList<>();
        for (PersistentClass entity : metadata.getEntityBindings()) {
            Class<?> type = entity.getMappedClass();
            RenamedFrom table = type == null ? null : type.getDeclaredAnnotation(RenamedFrom.class);
            if (table != null) {
                found.add(new Renamed(
                        entity.getTable().getSchema(), entity.getTable().getName(), null, table.value()));
            }
            for (Class<?> c = type; c != null; c = c.getSuperclass()) {
                for (Field field : c.getDeclaredFields()) {
                    RenamedFrom column = field.getAnnotation(RenamedFrom.class);
                    if (column != null) {
                        addColumn(entity, field, column.value(), found);
                    }
                }
            }
        }
        return found.stream().distinct().toList();
    }

    private static void addColumn(PersistentClass entity, Field field, String from, List<Renamed> found) {
        for (Property property : entity.getPropertyClosure()) {
            if (property.getName().equals(field.getName())
                    && property.getColumns().size() == 1) {
                Table table = property.getValue().getTable();
                found.add(new Renamed(
                        table.getSchema(),
                        table.getName(),
                        property.getColumns().get(0).getName(),
                        from));
            }
        }
    }
}
