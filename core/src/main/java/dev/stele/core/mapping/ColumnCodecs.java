package dev.stele.core.mapping;

import dev.stele.core.error.ConfigurationException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.hibernate.boot.model.process.internal.EnumeratedValueConverter;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Column;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.hibernate.type.descriptor.java.BasicPluralJavaType;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.java.SerializableJavaType;
import org.hibernate.type.descriptor.jdbc.ArrayJdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.jspecify.annotations.Nullable;

/** Chooses the codec of a column from what Hibernate resolved for it. */
final class ColumnCodecs {
    private static final Pattern LENGTH = Pattern.compile("\\([^)]*\\)");

    private final Supplier<SessionFactoryImplementor> hibernate;

    ColumnCodecs(Supplier<SessionFactoryImplementor> hibernate) {
        this.hibernate = hibernate;
    }

    /** The codec of a basic value, or of an element of a basic array. */
    ColumnCodec of(BasicValue value, Column column, org.hibernate.boot.Metadata metadata) {
        BasicValue.Resolution<?> resolution = value.resolve();
        refuseSerialized(value, column, resolution);
        JdbcMapping mapping = resolution.getJdbcMapping();
        String sqlType = LENGTH.matcher(column.getSqlType(metadata)).replaceAll("");
        Class<?> domain = boxed(resolution.getDomainJavaType().getJavaTypeClass());
        var converter = mapping.getValueConverter();
        ColumnCodec fast;
        if (converter != null) {
            ColumnCodec relational = fast(converter.getRelationalJavaType(), mapping.getJdbcType(), sqlType);
            fast = relational == null ? null : new ConvertedCodec(domain, conversion(domain, converter), relational);
        } else {
            fast = fast(resolution.getDomainJavaType(), mapping.getJdbcType(), sqlType);
        }
        return fast != null ? fast : new HibernateCodec(domain, sqlType, mapping, hibernate);
    }

    /** Reading such a column would make objects of whatever classes its bytes name. */
    private static void refuseSerialized(BasicValue value, Column column, BasicValue.Resolution<?> resolution) {
        if (resolution.getDomainJavaType() instanceof SerializableJavaType
                || resolution.getRelationalJavaType() instanceof SerializableJavaType) {
            throw new ConfigurationException(
                    MappingFaults.WHAT,
                    List.of(
                            "column \"%s.%s\" would hold serialized objects of %s"
                                            .formatted(
                                                    value.getTable().getName(),
                                                    column.getName(),
                                                    resolution
                                                            .getDomainJavaType()
                                                            .getJavaTypeClass()
                                                            .getName())
                                    + "\n  hint: map it as JSON, with @JdbcTypeCode(SqlTypes.JSON), or with an AttributeConverter"));
        }
    }

    private static Conversion conversion(Class<?> domain, BasicValueConverter<?, ?> converter) {
        Conversion own = converter instanceof EnumeratedValueConverter ? EnumeratedValues.of(domain) : null;
        return own != null ? own : new HibernateConversion(converter);
    }

    private static @Nullable ColumnCodec fast(JavaType<?> java, JdbcType jdbc, String sqlType) {
        Class<?> type = boxed(java.getJavaTypeClass());
        int code = jdbc.getDefaultSqlTypeCode();
        if (code == SqlTypes.JSON) {
            return new JsonCodec(type, java.getJavaType(), sqlType);
        }
        if (type.isEnum()) {
            return ofEnum(type, code, sqlType);
        }
        if (jdbc instanceof ArrayJdbcType array && java instanceof BasicPluralJavaType<?> plural) {
            ColumnCodec element =
                    fast(plural.getElementJavaType(), array.getElementJdbcType(), sqlType.replace("[]", ""));
            element = element == null ? BasicCodec.of(type) : element;
            return element == null ? null : ArrayCodec.of(type, element);
        }
        return isUsual(type, code) ? BasicCodec.of(type) : null;
    }

    private static @Nullable ColumnCodec ofEnum(Class<?> type, int code, String sqlType) {
        return switch (code) {
            case SqlTypes.VARCHAR, SqlTypes.LONGVARCHAR, SqlTypes.LONG32VARCHAR, SqlTypes.CHAR ->
                EnumCodec.byName(type);
            case SqlTypes.TINYINT, SqlTypes.SMALLINT, SqlTypes.INTEGER -> EnumCodec.byOrdinal(type);
            case SqlTypes.NAMED_ENUM -> EnumCodec.ofNativeType(type, sqlType);
            default -> null;
        };
    }

    /** Whether the column has the type that the Java type is usually stored in, for which the driver needs no help. */
    private static boolean isUsual(Class<?> type, int code) {
        return switch (type.getSimpleName()) {
            case "Long" -> code == SqlTypes.BIGINT;
            case "Integer" -> code == SqlTypes.INTEGER;
            case "Short" -> code == SqlTypes.SMALLINT;
            case "Byte" -> code == SqlTypes.TINYINT || code == SqlTypes.SMALLINT;
            case "Boolean" -> code == SqlTypes.BOOLEAN;
            case "Double" -> code == SqlTypes.DOUBLE || code == SqlTypes.FLOAT;
            case "Float" -> code == SqlTypes.REAL || code == SqlTypes.FLOAT;
            case "String", "Character" ->
                code == SqlTypes.VARCHAR
                        || code == SqlTypes.LONGVARCHAR
                        || code == SqlTypes.LONG32VARCHAR
                        || code == SqlTypes.CHAR;
            case "BigDecimal", "BigInteger" -> code == SqlTypes.NUMERIC || code == SqlTypes.DECIMAL;
            case "byte[]" ->
                code == SqlTypes.VARBINARY
                        || code == SqlTypes.BINARY
                        || code == SqlTypes.LONGVARBINARY
                        || code == SqlTypes.LONG32VARBINARY;
            case "UUID" -> code == SqlTypes.UUID;
            case "Instant", "OffsetDateTime" ->
                code == SqlTypes.TIMESTAMP_UTC || code == SqlTypes.TIMESTAMP_WITH_TIMEZONE;
            case "LocalDate" -> code == SqlTypes.DATE;
            case "LocalDateTime" -> code == SqlTypes.TIMESTAMP;
            case "LocalTime" -> code == SqlTypes.TIME;
            default -> false;
        };
    }

    /** The class of a value of this type as an object. */
    static Class<?> boxed(Class<?> type) {
        return Objects.requireNonNull(
                java.lang.invoke.MethodType.methodType(type).wrap().returnType());
    }
}
