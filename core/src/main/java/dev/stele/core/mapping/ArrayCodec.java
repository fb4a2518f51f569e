package dev.stele.core.mapping;

import dev.stele.core.error.Misuse;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One-dimensional PostgreSQL arrays as Java arrays, lists or sets. */
final class ArrayCodec extends ColumnCodec {
    /** What the driver gives back for an element is what the attribute holds. */
    private static final Set<Class<?>> READ_BY_DRIVER = Set.of(
            String.class, Long.class, Integer.class, Short.class, Boolean.class, Double.class, Float.class, UUID.class);

    /** Of which the column has one type only, so that the driver may send an array of it in binary. */
    private static final Set<Class<?>> SENT_BY_DRIVER =
            Set.of(Long.class, Integer.class, Short.class, Boolean.class, Double.class, Float.class, UUID.class);

    private final ColumnCodec element;

    private ArrayCodec(Class<?> javaType, ColumnCodec element) {
        super(javaType, element.sqlType() + "[]");
        this.element = element;
    }

    /** The codec of an array of these elements, or null where Hibernate must do it. */
    static @Nullable ArrayCodec of(Class<?> javaType, ColumnCodec element) {
        boolean shape = javaType.isArray() || javaType.isAssignableFrom(List.class) || javaType == Set.class;
        return shape && (element instanceof BasicCodec || element instanceof EnumCodec)
                ? new ArrayCodec(javaType, element)
                : null;
    }

    ColumnCodec element() {
        return element;
    }

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.OTHER);
        } else if (SENT_BY_DRIVER.contains(element.javaType())) {
            element.bindArray(statement, index, Elements.of(value));
        } else {
            // A column may be text[] or varchar[]: OTHER leaves that to the server, which knows.
            statement.setObject(index, literal(value), Types.OTHER);
        }
    }

    @Override
    public Object acceptElements(Collection<?> elements) throws UnwritableValue {
        List<Object> accepted = new ArrayList<>(elements.size());
        for (Object one : elements) {
            try {
                accepted.add(element.accept(one));
            } catch (Misuse e) {
                throw Elements.unlike(one, element.javaType(), e);
            }
        }
        return accepted;
    }

    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
        java.sql.Array array = row.getArray(index);
        if (array == null) {
            return null;
        }
        List<@Nullable Object> elements = READ_BY_DRIVER.contains(element.javaType())
                ? Arrays.asList((@Nullable Object[]) array.getArray())
                : oneByOne(array);
        return Elements.in(javaType(), elements);
    }

    /** The elements as the codec of a column of theirs reads them. */
    private List<@Nullable Object> oneByOne(java.sql.Array array) throws SQLException {
        List<@Nullable Object> elements = new ArrayList<>();
        try (ResultSet rows = array.getResultSet()) {
            while (rows.next()) {
                elements.add(element.read(rows, 2)); // the first column counts
            }
        }
        return elements;
    }

    @Override
    public String stagedType() {
        return element.stagedType() + "[]";
    }

    @Override
    public boolean writesText() {
        return true;
    }

    @Override
    public void write(CopyText text, Object value) {
        try {
            text.text(literal(value));
        } catch (UnwritableValue e) {
            throw new IllegalArgumentException(e.problem(), e);
        } catch (SQLException e) {
            throw new IllegalStateException(e); // no codec of an element throws others
        }
    }

    /** The array as PostgreSQL reads it (PostgreSQL manual, "Array Input and Output Syntax"). */
    private String literal(Object value) throws SQLException {
        StringJoiner literal = new StringJoiner(",", "{", "}");
        for (Object one : Elements.of(value)) {
            literal.add(one == null ? "NULL" : quoted(element.toElement(one)));
        }
        return literal.toString();
    }

    private static String quoted(Object element) {
        if (element instanceof Number || element instanceof Boolean || element instanceof UUID) {
            return element.toString();
        }
        String text = element instanceof byte[] bytes ? "\\x" + HexFormat.of().formatHex(bytes) : element.toString();
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public boolean bindsArrays() {
        return false;
    }
}
