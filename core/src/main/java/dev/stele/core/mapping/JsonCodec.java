package dev.stele.core.mapping;

import java.lang.reflect.Type;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Values in a {@code jsonb} or {@code json} column, as {@link Json} writes and reads them. */
final class JsonCodec extends ColumnCodec {
    private static final String NUL = "\\u0000";

    private final Type target;

    JsonCodec(Class<?> javaType, Type target, String sqlType) {
        super(javaType, sqlType);
        this.target = target;
    }

    /** The type that values are read as, with what it says of its elements. */
    Type target() {
        return target;
    }

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.OTHER);
        } else {
            statement.setObject(index, toElement(value), Types.OTHER);
        }
    }

    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
        String text = row.getString(index);
        try {
            return text == null ? null : JsonFormat.fromText(text, target);
        } catch (IllegalArgumentException e) {
            throw new SQLException("a stored JSON value cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String stagedType() {
        return "text";
    }

    @Override
    public boolean writesText() {
        return true;
    }

    @Override
    public void write(CopyText text, Object value) {
        text.text(text(value));
    }

    @Override
    Object toElement(Object value) throws SQLException {
        try {
            return Characters.whole(text(value));
        } catch (IllegalArgumentException e) {
            throw new UnwritableValue(String.valueOf(e.getMessage()), "22P02", e);
        }
    }

    private String text(Object value) {
        String text = JsonFormat.toText(value, target);
        if (sqlType().equals("jsonb") && holdsNul(text)) {
            throw new IllegalArgumentException(Characters.NUL);
        }
        return text;
    }

    /** Whether NUL stands in the text by its number, and not a backslash before it. */
    private static boolean holdsNul(String text) {
        for (int at = text.indexOf(NUL); at >= 0; at = text.indexOf(NUL, at + 1)) {
            int before = at;
            while (before > 0 && text.charAt(before - 1) == '\\') {
                before--;
            }
            if ((at - before) % 2 == 0) {
                return true;
            }
        }
        return false;
    }
}
