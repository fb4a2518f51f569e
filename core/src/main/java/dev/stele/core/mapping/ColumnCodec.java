package dev.stele.core.mapping;

import dev.stele.core.error.Misuse;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How the values of one column go to a statement and come from a result; no session is needed.
 *
 * <p>Immutable, safe for use by many threads.
 */
public abstract class ColumnCodec {
    private final Class<?> javaType;
    private final String sqlType;

    ColumnCodec(Class<?> javaType, String sqlType) {
        this.javaType = javaType;
        this.sqlType = sqlType;
    }

    /** The type of the values; never a primitive. */
    public final Class<?> javaType() {
        return javaType;
    }

    /** The column's type as PostgreSQL names it, without length or precision. */
    public final String sqlType() {
        return sqlType;
    }

    /**
     * A text that belongs to no column, fit to be bound.
     *
     * @throws UnwritableValue if it holds NUL or an unpaired surrogate
     */
    public static String wholeText(String text) throws SQLException {
        return Characters.whole(text);
    }

    /**
     * Binds the value, or NULL, to the parameter at {@code index}.
     *
     * @throws UnwritableValue if PostgreSQL cannot store it
     */
    public abstract void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException;

    /** Reads the column at {@code index} of the current row; null for NULL. */
    public abstract @Nullable Object read(ResultSet row, int index) throws SQLException;

    /**
     * The type of a column that holds this one's values for a while and takes whatever {@link #write} writes.
     *
     * <p>What is to be refused is refused when the values go from there to {@link #sqlType()}.
     */
    public String stagedType() {
        return sqlType;
    }

    /** Whether {@link #write} works. */
    public boolean writesText() {
        return false;
    }

    /**
     * Writes the value, which is not null, as a field of COPY's text format.
     *
     * @throws IllegalArgumentException saying what PostgreSQL cannot store in it
     */
    public void write(CopyText text, Object value) {
        throw new IllegalStateException("values of type %s have no text".formatted(javaType.getSimpleName()));
    }

    /** Whether {@link #bindArray} works. */
    public boolean bindsArrays() {
        return true;
    }

    /** What stands for an array of values in a statement: {@code ?}, with a cast where the server needs one. */
    public String arrayPlaceholder() {
        return "?";
    }

    /** Binds all values as one PostgreSQL array, so that a statement's text does not depend on their number. */
    public final void bindArray(PreparedStatement statement, int index, Collection<? extends @Nullable Object> values)
            throws SQLException {
        // The driver sends an array of a type it knows in binary, one of objects as text.
        @Nullable Object[] elements = (Object[]) Array.newInstance(elementClass(), values.size());
        int i = 0;
        for (Object value : values) {
            elements[i++] = value == null ? null : toElement(value);
        }
        statement.setArray(index, statement.getConnection().createArrayOf(elementType(), elements));
    }

    /** The value as the driver takes it inside an array. */
    Object toElement(Object value) throws SQLException {
        throw new Misuse(
                "values of type %s cannot be bound as an array".formatted(javaType.getSimpleName()),
                "compare them one by one with eq(), joined by or()");
    }

    /** The class of what {@link #toElement} gives. */
    Class<?> elementClass() {
        return Object.class;
    }

    /** The type name the driver is told for an array of these values. */
    String elementType() {
        return sqlType;
    }

    /**
     * The value as this column takes it: whole numbers are widened or narrowed, anything else must fit.
     *
     * @throws Misuse if it is of another type
     */
    public Object accept(Object value) {
        if (javaType.isInstance(value)) {
            return value;
        }
        if (value instanceof Number number && isWhole(number)) {
            long whole = number.longValue();
            if (javaType == Long.class) {
                return whole;
            }
            if (javaType == Integer.class && (int) whole == whole) {
                return (int) whole;
            }
            if (javaType == Short.class && (short) whole == whole) {
                return (short) whole;
            }
            if (javaType == Byte.class && (byte) whole == whole) {
                return (byte) whole;
            }
            if (javaType == BigInteger.class) {
                return BigInteger.valueOf(whole);
            }
        }
        if (javaType == Character.class && value instanceof String text && text.length() == 1) {
            return text.charAt(0);
        }
        throw unlike(value, javaType);
    }

    /** The refusal of a value that is of another type. */
    static Misuse unlike(Object value, Class<?> expected) {
        return new Misuse(
                "a value of type %s cannot be used where %s is expected"
                        .formatted(value.getClass().getSimpleName(), expected.getSimpleName()),
                "give a " + expected.getSimpleName());
    }

    /**
     * The elements as a value of this column, which holds arrays.
     *
     * @throws UnwritableValue if an element is of another type
     * @throws Misuse if the column holds no arrays
     */
    public Object acceptElements(Collection<?> elements) throws SQLException {
        throw new Misuse(
                "a value of type %s has no elements".formatted(javaType.getSimpleName()),
                "use overlaps() with an attribute that is an array");
    }

    private static boolean isWhole(Number number) {
        return number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte;
    }
}
