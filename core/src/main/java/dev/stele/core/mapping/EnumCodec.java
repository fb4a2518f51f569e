package dev.stele.core.mapping;

import dev.stele.core.error.Misuse;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Enums: by name in a text column, by ordinal in a number, or as one of PostgreSQL's own enum types. */
@SuppressWarnings("EnumOrdinal") // the mapping asks for it
final class EnumCodec extends ColumnCodec {
    /** What a column holds of a constant. */
    enum Stored {
        NAME,
        ORDINAL,
        NATIVE
    }

    private final Stored stored;
    private final Enum<?>[] constants;
    private final Map<String, Enum<?>> byName = new LinkedHashMap<>();

    private EnumCodec(Class<?> javaType, String sqlType, Stored stored) {
        super(javaType, sqlType);
        this.stored = stored;
        this.constants = (Enum<?>[]) javaType.getEnumConstants();
        for (Enum<?> constant : constants) {
            byName.put(constant.name(), constant);
        }
    }

    static EnumCodec byName(Class<?> javaType) {
        return new EnumCodec(javaType, "text", Stored.NAME);
    }

    static EnumCodec byOrdinal(Class<?> javaType) {
        return new EnumCodec(javaType, "smallint", Stored.ORDINAL);
    }

    static EnumCodec ofNativeType(Class<?> javaType, String sqlType) {
        return new EnumCodec(javaType, sqlType, Stored.NATIVE);
    }

    /** The codec that {@link #stored} and {@link #sqlType} tell of. */
    static EnumCodec of(Class<?> javaType, String sqlType, Stored stored) {
        return new EnumCodec(javaType, sqlType, stored);
    }

    Stored stored() {
        return stored;
    }

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, nullType());
        } else if (stored == Stored.NAME) {
            statement.setString(index, ((Enum<?>) value).name());
        } else if (stored == Stored.ORDINAL) {
            statement.setShort(index, (short) ((Enum<?>) value).ordinal());
        } else {
            // OTHER leaves the parameter's type to the server, which knows the column's enum type.
            statement.setObject(index, ((Enum<?>) value).name(), Types.OTHER);
        }
    }

    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
        if (stored == Stored.ORDINAL) {
            int ordinal = row.getInt(index);
            return row.wasNull() ? null : constant(ordinal);
        }
        String name = row.getString(index);
        return name == null ? null : constant(name);
    }

    @Override
    public String stagedType() {
        return stored == Stored.NATIVE ? "text" : sqlType();
    }

    @Override
    public boolean writesText() {
        return true;
    }

    @Override
    public void write(CopyText text, Object value) {
        if (stored == Stored.ORDINAL) {
            text.number(((Enum<?>) value).ordinal());
        } else {
            text.text(((Enum<?>) value).name());
        }
    }

    @Override
    public String arrayPlaceholder() {
        return stored == Stored.NATIVE ? "?::" + sqlType() + "[]" : "?";
    }

    @Override
    Object toElement(Object value) {
        Enum<?> constant = (Enum<?>) value;
        return stored == Stored.ORDINAL ? (Object) (short) constant.ordinal() : constant.name();
    }

    @Override
    Class<?> elementClass() {
        return stored == Stored.ORDINAL ? Short.class : String.class;
    }

    @Override
    String elementType() {
        return stored == Stored.ORDINAL ? "smallint" : "text";
    }

    private int nullType() {
        return switch (stored) {
            case NAME -> Types.VARCHAR;
            case ORDINAL -> Types.SMALLINT;
            case NATIVE -> Types.OTHER;
        };
    }

    private Enum<?> constant(int ordinal) {
        if (ordinal < 0 || ordinal >= constants.length) {
            throw unknown();
        }
        return constants[ordinal];
    }

    private Enum<?> constant(String name) {
        Enum<?> constant = byName.get(name);
        if (constant == null) {
            throw unknown();
        }
        return constant;
    }

    private Misuse unknown() {
        return new Misuse(
                "a stored value is none of the constants of %s: %s"
                        .formatted(javaType().getSimpleName(), String.join(", ", byName.keySet())),
                "add the constant to the enum, or mend the rows by a migration");
    }
}
