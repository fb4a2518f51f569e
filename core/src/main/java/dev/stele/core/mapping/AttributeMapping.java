package dev.stele.core.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attribute that lives in columns of the entity's own table: a basic value or a to-one reference.
 *
 * @param name the attribute's name; with dots inside an embedded value ({@code address.city})
 * @param javaType the type of its values, never primitive; of a reference the referenced entity's id
 * @param columns its columns, one but for references to composite ids
 * @param target the entity a reference leads to, null for a basic value
 * @param insertable whether an INSERT may name it
 * @param updatable whether an UPDATE may name it
 */
public record AttributeMapping(
        String name,
        Class<?> javaType,
        List<ColumnMapping> columns,
        @Nullable Class<?> target,
        boolean insertable,
        boolean updatable) {
    /** Keeps an unmodifiable copy of the columns. */
    public AttributeMapping {
        columns = List.copyOf(columns);
    }

    /** Written out, since the one that Java makes for records takes milliseconds to link, and every start compares. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof AttributeMapping that
                        && name.equals(that.name)
                        && javaType == that.javaType
                        && columns.equals(that.columns)
                        && target == that.target
                        && insertable == that.insertable
                        && updatable == that.updatable);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Its only column. */
    public ColumnMapping column() {
        return columns.get(0);
    }

    /** Whether it takes NULL. */
    public boolean nullable() {
        return columns.stream().allMatch(ColumnMapping::nullable);
    }

    /** Whether an INSERT may leave it out. */
    public boolean omittable() {
        return columns.stream().allMatch(column -> column.nullable() || column.defaulted());
    }
}
