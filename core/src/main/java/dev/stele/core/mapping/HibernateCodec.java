package dev.stele.core.mapping;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.BasicPluralJavaType;
import org.hibernate.type.descriptor.jdbc.ArrayJdbcType;
import org.jspecify.annotations.Nullable;

/** Every other type: Hibernate's own binder and extractor, for which its session factory is built on first use. */
final class HibernateCodec extends ColumnCodec {
    private final JdbcMapping mapping;
    private final Supplier<SessionFactoryImplementor> hibernate;

    HibernateCodec(
            Class<?> javaType, String sqlType, JdbcMapping mapping, Supplier<SessionFactoryImplementor> hibernate) {
        super(javaType, sqlType);
        this.mapping = mapping;
        this.hibernate = hibernate;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // the binder takes what the same mapping converted
    public void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        ValueBinder binder = mapping.getJdbcValueBinder();
        Object relational = mapping.convertToRelationalValue(value);
        if (!isArray()) {
            binder.bind(statement, relational, index, options());
            return;
        }
        try (SharedSessionContractImplementor session = session(statement)) {
            binder.bind(statement, relational, index, session);
        }
    }

    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
        if (!isArray()) {
            return mapping.convertToDomainValue(mapping.getJdbcValueExtractor().extract(row, index, options()));
        }
        try (SharedSessionContractImplementor session = session(row.getStatement())) {
            return mapping.convertToDomainValue(mapping.getJdbcValueExtractor().extract(row, index, session));
        }
    }

    private boolean isArray() {
        return mapping.getJdbcType() instanceof ArrayJdbcType;
    }

    private WrapperOptions options() {
        return hibernate.get().getWrapperOptions();
    }

    /** An array is made by the connection, which Hibernate's types know by a session only. */
    private SharedSessionContractImplementor session(java.sql.Statement statement) throws SQLException {
        return (SharedSessionContractImplementor) hibernate.get().openStatelessSession(statement.getConnection());
    }

    @Override
    public Object acceptElements(Collection<?> elements) throws SQLException {
        if (!(mapping.getJavaTypeDescriptor() instanceof BasicPluralJavaType<?> plural)) {
            return super.acceptElements(elements);
        }
        Class<?> type = ColumnCodecs.boxed(plural.getElementJavaType().getJavaTypeClass());
        for (Object element : elements) {
            if (!type.isInstance(element)) {
                throw Elements.unlike(element, type, unlike(element, type));
            }
        }
        return Elements.in(javaType(), List.copyOf(elements));
    }

    @Override
    public boolean bindsArrays() {
        return false;
    }
}
