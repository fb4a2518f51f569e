package dev.stele.core.mapping;

import dev.stele.core.error.Misuse;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.Bindable;
import jakarta.persistence.metamodel.CollectionAttribute;
import jakarta.persistence.metamodel.ListAttribute;
import jakarta.persistence.metamodel.ManagedType;
import jakarta.persistence.metamodel.MapAttribute;
import jakarta.persistence.metamodel.PluralAttribute;
import jakarta.persistence.metamodel.SetAttribute;
import jakarta.persistence.metamodel.SingularAttribute;
import jakarta.persistence.metamodel.Type;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A metamodel attribute that knows its name, its class and where it is declared; enough to name columns by.
 *
 * @param <C> the type of the attribute
 * @param <E> the type of its elements, which is the same where it has none
 */
abstract class NamedAttribute<C, E> implements Attribute<Object, C>, Bindable<E> {
    private final Field field;
    private final Class<?> declaring;

    private NamedAttribute(Field field, Class<?> declaring) {
        this.field = field;
        this.declaring = declaring;
    }

    /** An attribute of the interface that the metamodel's field asks for; null where that is not one of JPA's. */
    static @Nullable Attribute<?, ?> of(Field field, Class<?> declaring) {
        Class<?> wanted = field.getType();
        if (wanted == SingularAttribute.class) {
            return new Singular(field, declaring);
        }
        if (wanted == ListAttribute.class) {
            return new OfList(field, declaring);
        }
        if (wanted == SetAttribute.class) {
            return new OfSet(field, declaring);
        }
        if (wanted == CollectionAttribute.class) {
            return new OfCollection(field, declaring);
        }
        return wanted == MapAttribute.class ? new OfMap(field, declaring) : null;
    }

    @Override
    public String getName() {
        return field.getName();
    }

    @Override
    @SuppressWarnings("unchecked") // it answers with its Java type only
    public ManagedType<Object> getDeclaringType() {
        return (ManagedType<Object>) Proxy.newProxyInstance(
                Attribute.class.getClassLoader(), new Class<?>[] {ManagedType.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "getJavaType" -> declaring;
                        case "toString" -> declaring.getSimpleName();
                        case "hashCode" -> declaring.hashCode();
                        case "equals" -> proxy == arguments[0];
                        default -> throw notStarted(method.getName());
                    };
                });
    }

    @Override
    @SuppressWarnings("unchecked") // the field names it
    public Class<C> getJavaType() {
        return (Class<C>) lastArgument();
    }

    @Override
    @SuppressWarnings("unchecked") // the field names it
    public Class<E> getBindableJavaType() {
        return (Class<E>) lastArgument();
    }

    private Class<?> lastArgument() {
        java.lang.reflect.Type[] arguments = ((ParameterizedType) field.getGenericType()).getActualTypeArguments();
        java.lang.reflect.Type type = arguments[arguments.length - 1];
        if (type instanceof ParameterizedType generic) {
            type = generic.getRawType();
        }
        return type instanceof Class<?> named ? named : Object.class;
    }

    @Override
    public String toString() {
        return declaring.getSimpleName() + "." + field.getName();
    }

    @Override
    public PersistentAttributeType getPersistentAttributeType() {
        throw notStarted("getPersistentAttributeType");
    }

    @Override
    public Member getJavaMember() {
        throw notStarted("getJavaMember");
    }

    @Override
    public boolean isAssociation() {
        throw notStarted("isAssociation");
    }

    @Override
    public boolean isCollection() {
        throw notStarted("isCollection");
    }

    @Override
    public BindableType getBindableType() {
        throw notStarted("getBindableType");
    }

    private static Misuse notStarted(String method) {
        return new Misuse(
                "%s() needs Hibernate's metamodel, which is not built yet".formatted(method),
                "use the attribute inside database.hibernate(...)");
    }

    private static final class Singular extends NamedAttribute<Object, Object>
            implements SingularAttribute<Object, Object> {
        Singular(Field field, Class<?> declaring) {
            super(field, declaring);
        }

        @Override
        public boolean isId() {
            throw notStarted("isId");
        }

        @Override
        public boolean isVersion() {
            throw notStarted("isVersion");
        }

        @Override
        public boolean isOptional() {
            throw notStarted("isOptional");
        }

        @Override
        public Type<Object> getType() {
            throw notStarted("getType");
        }
    }

    private abstract static class Plural<C> extends NamedAttribute<C, Object>
            implements PluralAttribute<Object, C, Object> {
        Plural(Field field, Class<?> declaring) {
            super(field, declaring);
        }

        @Override
        public CollectionType getCollectionType() {
            throw notStarted("getCollectionType");
        }

        @Override
        public Type<Object> getElementType() {
            throw notStarted("getElementType");
        }
    }

    private static final class OfList extends Plural<List<Object>> implements ListAttribute<Object, Object> {
        OfList(Field field, Class<?> declaring) {
            super(field, declaring);
        }
    }

    private static final class OfSet extends Plural<Set<Object>> implements SetAttribute<Object, Object> {
        OfSet(Field field, Class<?> declaring) {
            super(field, declaring);
        }
    }

    private static final class OfCollection extends Plural<Collection<Object>>
            implements CollectionAttribute<Object, Object> {
        OfCollection(Field field, Class<?> declaring) {
            super(field, declaring);
        }
    }

    private static final class OfMap extends Plural<Map<Object, Object>>
            implements MapAttribute<Object, Object, Object> {
        OfMap(Field field, Class<?> declaring) {
            super(field, declaring);
        }

        @Override
        public Class<Object> getKeyJavaType() {
            throw notStarted("getKeyJavaType");
        }

        @Override
        public Type<Object> getKeyType() {
            throw notStarted("getKeyType");
        }
    }
}
