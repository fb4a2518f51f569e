package dev.stele.core.mapping;

import jakarta.persistence.EnumeratedValue;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The constants of an enum, one of whose fields is the stored value ({@code @EnumeratedValue}). */
final class EnumeratedValues implements Conversion {
    private final Map<Object, Object> constants = new HashMap<>();
    private final Map<Object, Object> values = new HashMap<>();

    private final String field;

    private EnumeratedValues(String field) {
        this.field = field;
    }

    /** The values of this enum; null where it has no such field, or one that we may not read. */
    static @Nullable EnumeratedValues of(Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (field.isAnnotationPresent(EnumeratedValue.class)) {
                return of(type, field);
            }
        }
        return null;
    }

    /**
     * The values that this field of the enum has; null where it has none.
     *
     * <p>Looking for the annotation would make Java generate a class for it.
     */
    static @Nullable EnumeratedValues of(Class<?> type, String field) {
        try {
            return of(type, type.getDeclaredField(field));
        } catch (NoSuchFieldException gone) {
            return null;
        }
    }

    private static @Nullable EnumeratedValues of(Class<?> type, Field field) {
        EnumeratedValues all = new EnumeratedValues(field.getName());
        try {
            field.setAccessible(true);
            for (Object constant : type.getEnumConstants()) {
                Object value = field.get(constant);
                if (value == null) {
                    return null;
                }
                all.constants.put(value, constant);
                all.values.put(constant, value);
            }
        } catch (IllegalAccessException | InaccessibleObjectException closed) {
            return null;
        }
        return all;
    }

    /** The name of the field. */
    String field() {
        return field;
    }

    @Override
    public @Nullable Object toRelational(@Nullable Object value) {
        return value == null ? null : values.get(value);
    }

    @Override
    public @Nullable Object toDomain(@Nullable Object stored) {
        return stored == null ? null : constants.get(stored);
    }
}
