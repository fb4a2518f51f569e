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
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);
    private static final MethodType CONSTRUCTOR = MethodType.methodType(Object.class, Object[].class);

    private final Class<?> type;
    private final RecordComponent[] components;
    private final MethodHandle[] getters;
    private final MethodHandle constructor;

    // Java spins classes to adapt a handle, so it is done for what is used, when it is; two threads may both do it.
    private final @Nullable MethodHandle[] adaptedGetters;
    private @Nullable MethodHandle adaptedConstructor;

    RecordShape(Class<?> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        this.getters = new MethodHandle[components.length];
        this.adaptedGetters = new @Nullable MethodHandle[components.length];
        try {
            // Unlike reflection, a lookup asks that our module reads the application's.
            RecordShape.class.getModule().addReads(type.getModule());
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                getters[i] = lookup.unreflect(components[i].getAccessor());
            }
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            constructor = lookup.unreflectConstructor(canonical);
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
            return (Object) getter(component).invokeExact(record);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("an accessor threw a checked exception", e);
        }
    }

    Object create(@Nullable Object[] values) {
        try {
            return (Object) constructor().invokeExact(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a constructor threw a checked exception", e);
        }
    }

    private MethodHandle getter(int component) {
        MethodHandle getter = adaptedGetters[component];
        if (getter == null) {
            getter = getters[component].asType(GETTER);
            adaptedGetters[component] = getter;
        }
        return getter;
    }

    private MethodHandle constructor() {
        MethodHandle made = adaptedConstructor;
        if (made == null) {
            made = constructor.asSpreader(Object[].class, components.length).asType(CONSTRUCTOR);
            adaptedConstructor = made;
        }
        return made;
    }

    @Override
    public String toString() {
        return nameOf(type) + Arrays.toString(components);
    }
}
