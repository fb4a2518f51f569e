package dev.stele.core.mapping;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.WrapperOptions;
import org.jspecify.annotations.Nullable;

/** Every other type: Hibernate's own binder and extractor, for which its session factory is built on first use. */
final class HibernateCodec extends ColumnCodec {
    private final JdbcMapping mapping;
    private final Supplier<WrapperOptions> options;

    HibernateCodec(Class<?> javaType, String sqlType, JdbcMapping mapping, Supplier<WrapperOptions> options) {
        super(javaType, sqlType);
        this.mapping = mapping;
        this.options = options;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // the binder takes what the same mapping converted
    public void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        ValueBinder binder = mapping.getJdbcValueBinder();
        binder.bind(statement, mapping.convertToRelationalValue(value), index, options.get());
    }

    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
        return mapping.convertToDomainValue(mapping.getJdbcValueExtractor().extract(row, index, options.get()));
    }

    @Override
    public boolean bindsArrays() {
        return false;
    }
}
