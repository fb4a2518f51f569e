package dev.stele.crud;

import dev.stele.core.error.ConfigurationException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record class taken apart once: its components, and method handles to read and to make records. */
final class RecordShape {
    private final Class<?> type;
    private final RecordComponent[] components;
    private final MethodHandle[] getters;
    private final MethodHandle constructor;

    RecordShape(Class<?> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        this.getters = new MethodHandle[components.length];
        try {
            // Unlike reflection, a lookup asks that our module reads the application's.
            RecordShape.class.getModule().addReads(type.getModule());
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                getters[i] = lookup.unreflect(components[i].getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class));
            }
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            constructor = lookup.unreflectConstructor(canonical)
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new ConfigurationException(
                    "record " + type.getName() + " cannot be used",
                    List.of("its package must be open to dev.stele.crud; expected \"opens " + type.getPackageName()
                            + "\" in module-info.java"),
                    null,
                    e);
        }
    }

    /** The name with the class it is nested in: {@code Note.Out}. */
    static String nameOf(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : outer.getSimpleName() + "." + type.getSimpleName();
    }

    Class<?> type() {
        return type;
    }

    int size() {
        return components.length;
    }

    String name(int component) {
        return components[component].getName();
    }

    Class<?> rawType(int component) {
        return components[component].getType();
    }

    /** What a {@code Field<T>} holds, as a raw class; null where the component is no such field. */
    @Nullable
    Class<?> fieldType(int component) {
        if (components[component].getType() != dev.stele.models.Field.class) {
            return null;
        }
        Type type = components[component].getGenericType();
        Type argument = type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Object.class;
        if (argument instanceof ParameterizedType generic) {
            argument = generic.getRawType();
        }
        return argument instanceof Class<?> raw ? raw : Object.class;
    }

    @Nullable
    Object get(Object record, int component) {
        try {
            return (Object) getters[component].invokeExact(record);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("an accessor threw a checked exception", e);
        }
    }

    Object create(@Nullable Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a constructor threw a checked exception", e);
        }
    }

    @Override
    public String toString() {
        return nameOf(type) + Arrays.toString(components);
    }
}
