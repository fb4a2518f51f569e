package dev.stele.core.mapping;

import java.util.List;

/**
 * A collection of other entities: by a foreign key on their side, or by a link table between.
 *
 * @param name the attribute's name
 * @param target the entity of its elements
 * @param table the link table, or the elements' own table, as it stands in a statement
 * @param ownerColumns the columns that refer to the owner's id, in its order
 * @param elementColumns the link table's columns that refer to the element's id; empty for a one-to-many
 */
public record CollectionMapping(
        String name,
        Class<?> target,
        String table,
        List<ColumnMapping> ownerColumns,
        List<ColumnMapping> elementColumns) {
    /** Keeps unmodifiable copies of the columns. */
    public CollectionMapping {
        ownerColumns = List.copyOf(ownerColumns);
        elementColumns = List.copyOf(elementColumns);
    }

    /** Whether a link table stands between owner and elements. */
    public boolean isManyToMany() {
        return !elementColumns.isEmpty();
    }
}
