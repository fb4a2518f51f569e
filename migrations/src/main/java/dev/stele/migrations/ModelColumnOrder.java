package dev.stele.migrations;

import java.lang.reflect.Field;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.Namespace;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Table;

/** Puts the columns of a new table as its entity declares them: the key, its own fields, then those of its parents. */
final class ModelColumnOrder {
    private ModelColumnOrder() {}

    static void apply(Metadata metadata) {
        for (Namespace namespace : metadata.getDatabase().getNamespaces()) {
            for (Table table : namespace.getTables()) {
                Set<Column> ordered = new LinkedHashSet<>();
                if (table.getPrimaryKey() != null) {
                    ordered.addAll(table.getPrimaryKey().getColumns());
                }
                for (PersistentClass entity : metadata.getEntityBindings()) {
                    if (table.equals(entity.getTable())) {
                        addDeclared(entity, ordered);
                    }
                }
                ordered.retainAll(table.getColumns());
                ordered.addAll(table.getColumns());
                table.reorderColumns(List.copyOf(ordered));
            }
        }
    }

    private static void addDeclared(PersistentClass entity, Set<Column> ordered) {
        for (Class<?> type = entity.getMappedClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                for (Property property : entity.getPropertyClosure()) {
                    if (property.getName().equals(field.getName())) {
                        property.getSelectables().stream()
                                .filter(Column.class::isInstance)
                                .map(Column.class::cast)
                                .forEach(ordered::add);
                    }
                }
            }
        }
    }
}
