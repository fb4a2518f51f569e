package dev.stele.core.mapping;

import dev.stele.core.error.Misuse;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.ManagedType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A metamodel attribute that knows its name, its class and where it is declared; enough to name columns by. */
final class NamedAttribute {
    private final Field field;
    private final Class<?> declaring;

    private NamedAttribute(Field field, Class<?> declaring) {
        this.field = field;
        this.declaring = declaring;
    }

    /** An attribute of the interface that the metamodel's field asks for. */
    static Object of(Field field, Class<?> declaring) {
        NamedAttribute attribute = new NamedAttribute(field, declaring);
        return Proxy.newProxyInstance(
                Attribute.class.getClassLoader(),
                new Class<?>[] {field.getType()},
                (proxy, method, arguments) -> attribute.answer(proxy, method, arguments));
    }

    private @Nullable Object answer(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "getName" -> field.getName();
            case "getDeclaringType" -> declaringType();
            case "getJavaType", "getBindableJavaType" -> javaType();
            case "toString" -> declaring.getSimpleName() + "." + field.getName();
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> arguments != null && proxy == arguments[0];
            default -> throw notStarted(method);
        };
    }

    private Object declaringType() {
        return Proxy.newProxyInstance(
                Attribute.class.getClassLoader(), new Class<?>[] {ManagedType.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "getJavaType" -> declaring;
                        case "toString" -> declaring.getSimpleName();
                        case "hashCode" -> declaring.hashCode();
                        case "equals" -> proxy == arguments[0];
                        default -> throw notStarted(method);
                    };
                });
    }

    private Class<?> javaType() {
        Type[] arguments = ((ParameterizedType) field.getGenericType()).getActualTypeArguments();
        Type type = arguments[arguments.length - 1];
        if (type instanceof ParameterizedType generic) {
            type = generic.getRawType();
        }
        return type instanceof Class<?> named ? named : Object.class;
    }

    private static Misuse notStarted(Method method) {
        return new Misuse(
                "%s() needs Hibernate's metamodel, which is not built yet".formatted(method.getName()),
                "use the attribute inside database.hibernate(...)");
    }
}
