package dev.stele.core.mapping;

import dev.stele.core.error.Misuse;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The id of an entity: one column, or the parts of an {@code @EmbeddedId} or {@code @IdClass}.
 *
 * <p>Immutable, safe for use by many threads.
 */
public final class IdMapping {
    private final Class<?> javaType;
    private final List<AttributeMapping> attributes;
    private final List<ColumnMapping> columns;
    private final @Nullable IdParts parts;

    IdMapping(Class<?> javaType, List<AttributeMapping> attributes, @Nullable IdParts parts) {
        this.javaType = javaType;
        this.attributes = List.copyOf(attributes);
        this.columns = attributes.stream().map(AttributeMapping::column).toList();
        this.parts = parts;
    }

    /** The type of an id; never primitive. */
    public Class<?> javaType() {
        return javaType;
    }

    /** The attributes it consists of; names as in {@link EntityMapping#attributes()}. */
    public List<AttributeMapping> attributes() {
        return attributes;
    }

    /** Its columns, in the order of the attributes. */
    public List<ColumnMapping> columns() {
        return columns;
    }

    /** Whether it has more than one column. */
    public boolean isComposite() {
        return columns.size() > 1;
    }

    /** Whether its values are objects with parts, even if of one column only. */
    public boolean hasParts() {
        return parts != null;
    }

    /** The names that the parts have inside the id; empty where it has none. */
    List<String> partNames() {
        return parts == null ? List.of() : parts.names();
    }

    /** The value of one part of the id, or the id itself where it has one column. */
    public @Nullable Object part(Object id, int index) {
        if (parts == null) {
            return columns.get(0).codec().accept(id);
        }
        if (!javaType.isInstance(id)) {
            throw new Misuse(
                    "an id of type %s cannot be used where %s is expected"
                            .formatted(id.getClass().getSimpleName(), javaType.getSimpleName()),
                    "give a " + javaType.getSimpleName());
        }
        return parts.get(id, index);
    }

    /** Binds the id's columns from {@code index} on and returns the next index. */
    public int bind(PreparedStatement statement, int index, Object id) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).codec().bind(statement, index + i, part(id, i));
        }
        return index + columns.size();
    }

    /** Reads an id from the columns at {@code index} and behind. */
    public Object read(ResultSet row, int index) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i).codec().read(row, index + i);
        }
        if (parts != null) {
            return parts.create(values);
        }
        Object id = values[0];
        if (id == null) {
            throw new IllegalStateException("an id was NULL");
        }
        return id;
    }
}
