package dev.stele.core.mapping;

import java.lang.reflect.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One-dimensional PostgreSQL arrays as Java arrays, lists or sets. */
final class ArrayCodec extends ColumnCodec {
    /** What the driver gives back for an element is what the attribute holds. */
    private static final Set<Class<?>> ELEMENTS =
            Set.of(String.class, Long.class, Integer.class, Short.class, Boolean.class, Double.class, UUID.class);

    private final ColumnCodec element;

    private ArrayCodec(Class<?> javaType, ColumnCodec element) {
        super(javaType, element.sqlType() + "[]");
        this.element = element;
    }

    /** The codec of an array of these elements, or null where Hibernate must do it. */
    static @Nullable ArrayCodec of(Class<?> javaType, ColumnCodec element) {
        boolean shape = javaType.isArray() || javaType.isAssignableFrom(List.class) || javaType == Set.class;
        return shape && (ELEMENTS.contains(element.javaType()) || element instanceof EnumCodec)
                ? new ArrayCodec(javaType, element)
                : null;
    }

    ColumnCodec element() {
        return element;
    }

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.ARRAY, element.elementType() + "[]");
        } else {
            element.bindArray(statement, index, value instanceof Collection<?> all ? all : listOf(value));
        }
    }

    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
        java.sql.Array array = row.getArray(index);
        if (array == null) {
            return null;
        }
        Object[] elements = (Object[]) array.getArray();
        if (element instanceof EnumCodec constants) {
            elements = constants.constants(elements);
        }
        if (javaType().isArray()) {
            return toArray(elements);
        }
        return javaType() == Set.class
                ? new LinkedHashSet<>(Arrays.asList(elements))
                : new ArrayList<>(Arrays.asList(elements));
    }

    @Override
    public boolean writesText() {
        return true;
    }

    @Override
    public void write(CopyText text, Object value) {
        StringJoiner literal = new StringJoiner(",", "{", "}");
        for (Object one : value instanceof Collection<?> all ? all : listOf(value)) {
            literal.add(
                    one == null
                            ? "NULL"
                            : quoted(element instanceof EnumCodec constants ? constants.toElement(one) : one));
        }
        text.text(literal.toString());
    }

    /** An element as it stands in an array's literal (PostgreSQL manual, "Array Input and Output Syntax"). */
    private static String quoted(Object element) {
        if (element instanceof Number || element instanceof Boolean || element instanceof UUID) {
            return element.toString();
        }
        String escaped = element.toString().replace("\\", "\\\\").replace("\"", "\\\"");
        return '"' + escaped + '"';
    }

    @Override
    public boolean bindsArrays() {
        return false;
    }

    private static List<@Nullable Object> listOf(Object array) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            list.add(Array.get(array, i));
        }
        return list;
    }

    private Object toArray(Object[] elements) {
        Object array = Array.newInstance(javaType().getComponentType(), elements.length);
        for (int i = 0; i < elements.length; i++) {
            Array.set(array, i, elements[i]);
        }
        return array;
    }
}
