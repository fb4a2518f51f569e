package dev.stele.core.mapping;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values that a converter turns into those of another codec. */
final class ConvertedCodec extends ColumnCodec {
    private final Conversion conversion;
    private final ColumnCodec relational;

    ConvertedCodec(Class<?> javaType, Conversion conversion, ColumnCodec relational) {
        super(javaType, relational.sqlType());
        this.conversion = conversion;
        this.relational = relational;
    }

    Conversion conversion() {
        return conversion;
    }

    ColumnCodec relational() {
        return relational;
    }

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        relational.bind(statement, index, conversion.toRelational(value));
    }

    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
        return conversion.toDomain(relational.read(row, index));
    }

    @Override
    public String stagedType() {
        return relational.stagedType();
    }

    @Override
    public boolean writesText() {
        return relational.writesText();
    }

    @Override
    public void write(CopyText text, Object value) {
        Object stored = conversion.toRelational(value);
        if (stored == null) {
            text.nothing();
        } else {
            relational.write(text, stored);
        }
    }

    @Override
    public Object acceptElements(Collection<?> elements) throws SQLException {
        return relational instanceof ArrayCodec
                ? Elements.in(javaType(), List.copyOf(elements))
                : super.acceptElements(elements);
    }

    @Override
    public boolean bindsArrays() {
        return relational.bindsArrays();
    }

    @Override
    public String arrayPlaceholder() {
        return relational.arrayPlaceholder();
    }

    @Override
    @SuppressWarnings("NullAway") // a converter may make NULL of a value; an element may be NULL
    Object toElement(Object value) throws SQLException {
        return relational.toElement(conversion.toRelational(value));
    }

    @Override
    Class<?> elementClass() {
        return relational.elementClass();
    }

    @Override
    String elementType() {
        return relational.elementType();
    }
}
