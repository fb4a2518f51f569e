package dev.stele.core.mapping;

import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.jspecify.annotations.Nullable;

/** What Hibernate made of a converter, such as a JPA {@code AttributeConverter}. */
final class HibernateConversion implements Conversion {
    private final BasicValueConverter<Object, Object> converter;

    @SuppressWarnings("unchecked") // the mapping pairs the converter with its own types
    HibernateConversion(BasicValueConverter<?, ?> converter) {
        this.converter = (BasicValueConverter<Object, Object>) converter;
    }

    @Override
    public @Nullable Object toRelational(@Nullable Object value) {
        return converter.toRelationalValue(value);
    }

    @Override
    public @Nullable Object toDomain(@Nullable Object stored) {
        return converter.toDomainValue(stored);
    }
}
