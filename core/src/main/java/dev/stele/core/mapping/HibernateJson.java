package dev.stele.core.mapping;

import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.format.FormatMapper;

/** JSON columns in Hibernate's sessions, in the same format as in our own codecs. */
final class HibernateJson implements FormatMapper {
    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // fromText gives what the type says, null for JSON null, or throws
    public <T> T fromString(CharSequence text, JavaType<T> javaType, WrapperOptions options) {
        return (T) JsonFormat.fromText(text.toString(), javaType.getJavaType());
    }

    @Override
    public <T> String toString(T value, JavaType<T> javaType, WrapperOptions options) {
        try {
            return JsonFormat.toText(value, javaType.getJavaType());
        } catch (IllegalArgumentException e) {
            throw Json.unwritable(e);
        }
    }
}
