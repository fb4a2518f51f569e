package dev.stele.core.mapping;

import jakarta.persistence.metamodel.Attribute;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fills the generated metamodel classes ({@code Note_}), so that conditions can be written before Hibernate starts.
 *
 * <p>Fields that hold something already, such as Hibernate's own attributes, stay as they are; so do those of a type
 * that is not JPA's.
 */
public final class StaticMetamodel {
    private StaticMetamodel() {}

    /** Fills the metamodel of the class, of its superclasses and of every class its attributes lead to. */
    public static void fill(Class<?> entity) {
        fill(entity, new HashSet<>());
    }

    /** The same for many entities, each class once. */
    static void fillAll(Iterable<Class<?>> entities) {
        Set<Class<?>> seen = new HashSet<>();
        entities.forEach(entity -> fill(entity, seen));
    }

    private static void fill(Class<?> entity, Set<Class<?>> seen) {
        for (Class<?> type = entity; type != null && type != Object.class; type = type.getSuperclass()) {
            // Java's own classes and enums have none, which the loader would search every jar for.
            if (type.getClassLoader() == null || type.isEnum() || !seen.add(type)) {
                continue;
            }
            Class<?> metamodel = metamodelOf(type);
            if (metamodel == null) {
                continue;
            }
            for (Field field : metamodel.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && Attribute.class.isAssignableFrom(field.getType())) {
                    fill(field, type);
                    fillArguments(field.getGenericType(), seen);
                }
            }
        }
    }

    private static void fill(Field field, Class<?> declaring) {
        try {
            field.setAccessible(true);
            if (field.get(null) == null) {
                field.set(null, NamedAttribute.of(field, declaring));
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot fill " + field, e);
        }
    }

    private static @Nullable Class<?> metamodelOf(Class<?> type) {
        try {
            return Class.forName(type.getName() + "_", false, type.getClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static void fillArguments(Type type, Set<Class<?>> seen) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                if (argument instanceof Class<?> named) {
                    fill(named, seen);
                }
            }
        }
    }
}
