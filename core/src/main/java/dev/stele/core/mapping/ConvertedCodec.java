package dev.stele.core.mapping;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.jspecify.annotations.Nullable;

/** Values that a JPA {@code AttributeConverter} turns into those of another codec. */
final class ConvertedCodec extends ColumnCodec {
    private final BasicValueConverter<Object, Object> converter;
    private final ColumnCodec relational;

    @SuppressWarnings("unchecked") // the mapping pairs the converter with its own domain type
    ConvertedCodec(Class<?> javaType, BasicValueConverter<?, ?> converter, ColumnCodec relational) {
        super(javaType, relational.sqlType());
        this.converter = (BasicValueConverter<Object, Object>) converter;
        this.relational = relational;
    }

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        relational.bind(statement, index, converter.toRelationalValue(value));
    }

    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
        return converter.toDomainValue(relational.read(row, index));
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
        Object stored = converter.toRelationalValue(value);
        if (stored == null) {
            text.nothing();
        } else {
            relational.write(text, stored);
        }
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
    Object toElement(Object value) throws SQLException {
        return relational.toElement(converter.toRelationalValue(value));
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
