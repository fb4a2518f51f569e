package dev.stele.core.mapping;

import dev.stele.core.error.ConfigurationException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the id objects of one entity apart and puts them together, by method handles bound at the first use. */
final class IdParts {
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);
    private static final MethodType SETTER = MethodType.methodType(void.class, Object.class, Object.class);

    private final Class<?> type;
    private final List<String> names;
    private volatile @Nullable Handles handles;

    /** Names the parts, which are the components of a record in their order, or fields of a class. */
    IdParts(Class<?> type, List<String> parts) {
        this.type = type;
        this.names = List.copyOf(parts);
    }

    /**
     * Binds the parts now.
     *
     * @throws ConfigurationException if the class cannot be used as an id
     */
    IdParts bound() {
        handles();
        return this;
    }

    private Handles handles() {
        Handles known = handles;
        if (known == null) {
            known = bind(type, names);
            handles = known;
        }
        return known;
    }

    private static Handles bind(Class<?> type, List<String> parts) {
        List<MethodHandle> getters = new ArrayList<>();
        List<MethodHandle> setters = new ArrayList<>();
        try {
            // Unlike reflection, a lookup asks that our module reads the application's.
            IdParts.class.getModule().addReads(type.getModule());
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            for (String part : parts) {
                Field field = type.getDeclaredField(part);
                getters.add(lookup.unreflectGetter(field).asType(GETTER));
                if (!type.isRecord()) {
                    setters.add(lookup.unreflectSetter(field).asType(SETTER));
                }
            }
            MethodHandle constructor =
                    type.isRecord() ? canonical(lookup, type) : lookup.findConstructor(type, noArguments());
            return new Handles(getters, setters, constructor);
        } catch (ReflectiveOperationException e) {
            throw new ConfigurationException(
                    "id class " + type.getName() + " cannot be used",
                    List.of("expected a record, or a class with a constructor without arguments and fields " + parts),
                    null,
                    e);
        }
    }

    /** The names of a record's components in their order, else the names as given. */
    static List<String> ordered(Class<?> type, List<String> names) {
        if (!type.isRecord()) {
            return names;
        }
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    List<String> names() {
        return names;
    }

    @Nullable
    Object get(Object id, int index) {
        try {
            return (Object) handles().getters.get(index).invokeExact(id);
        } catch (Throwable e) {
            throw new IllegalStateException("an id could not be taken apart", e);
        }
    }

    Object create(@Nullable Object[] values) {
        Handles bound = handles();
        try {
            if (bound.setters.isEmpty()) {
                return (Object) bound.constructor.invokeExact(values);
            }
            Object id = (Object) bound.constructor.invoke();
            for (int i = 0; i < values.length; i++) {
                bound.setters.get(i).invokeExact(id, values[i]);
            }
            return id;
        } catch (Throwable e) {
            throw new IllegalStateException("an id could not be created", e);
        }
    }

    private static MethodHandle canonical(MethodHandles.Lookup lookup, Class<?> type)
            throws ReflectiveOperationException {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        return lookup.unreflectConstructor(constructor)
                .asSpreader(Object[].class, types.length)
                .asType(MethodType.methodType(Object.class, Object[].class));
    }

    private static MethodType noArguments() {
        return MethodType.methodType(void.class);
    }

    /** What reads the parts, what sets them where the class is no record, and what makes an object. */
    private record Handles(List<MethodHandle> getters, List<MethodHandle> setters, MethodHandle constructor) {}
}
