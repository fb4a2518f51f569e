package dev.stele.core.mapping;

import dev.stele.core.error.Misuse;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** JSON columns for our own codecs and for Hibernate's sessions alike, so that both agree. */
final class JsonFormat {
    private JsonFormat() {}

    /** The value of JSON text as the attribute's type wants it; a String attribute holds the text itself. */
    static @Nullable Object fromText(String text, Type target) {
        return target == String.class ? text : convert(Json.parse(text), target);
    }

    /** The JSON text of a value; a String attribute holds the text itself. */
    static String toText(Object value, Type target) {
        return target == String.class ? (String) value : JsonText.of(value);
    }

    private static @Nullable Object convert(@Nullable Object value, Type target) {
        if (value == null) {
            return null;
        }
        if (target instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            return convertGeneric(value, raw, generic.getActualTypeArguments());
        }
        if (!(target instanceof Class<?> type) || type.isInstance(value)) {
            return value;
        }
        if (type.isRecord() && value instanceof Map<?, ?> object) {
            return toRecord(object, type);
        }
        Object simple = value instanceof Number number ? toNumber(number, type) : toScalar(value, type);
        if (simple == null) {
            throw new Misuse(
                    "a stored JSON value cannot be read as " + type.getName(),
                    "declare the attribute as Map, List or a record of such, or map it with an AttributeConverter");
        }
        return simple;
    }

    private static Object convertGeneric(Object value, Class<?> raw, Type[] arguments) {
        if (value instanceof Map<?, ?> object && raw.isAssignableFrom(LinkedHashMap.class)) {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            object.forEach((key, held) -> map.put(convert(key, arguments[0]), convert(held, arguments[1])));
            return map;
        }
        if (value instanceof List<?> array && Collection.class.isAssignableFrom(raw)) {
            Collection<@Nullable Object> all =
                    raw.isAssignableFrom(ArrayList.class) ? new ArrayList<>() : new LinkedHashSet<>();
            array.forEach(element -> all.add(convert(element, arguments[0])));
            return all;
        }
        throw new Misuse(
                "a stored JSON value cannot be read as " + raw.getName(),
                "declare the attribute as Map or List, or mend the rows by a migration");
    }

    private static @Nullable Object toNumber(Number number, Class<?> type) {
        if (type == Integer.class || type == int.class) {
            return Math.toIntExact(number.longValue());
        }
        if (type == Long.class || type == long.class) {
            return number.longValue();
        }
        if (type == Double.class || type == double.class) {
            return number.doubleValue();
        }
        if (type == Float.class || type == float.class) {
            return number.floatValue();
        }
        if (type == BigDecimal.class) {
            return new BigDecimal(number.toString());
        }
        if (type == BigInteger.class) {
            return new BigDecimal(number.toString()).toBigIntegerExact();
        }
        return type == Short.class || type == short.class ? (Object) number.shortValue() : null;
    }

    private static @Nullable Object toScalar(Object value, Class<?> type) {
        if (value instanceof Boolean) {
            return type == boolean.class ? value : null;
        }
        if (!(value instanceof String string)) {
            return null;
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(string)) {
                    return constant;
                }
            }
            return null;
        }
        if (type == UUID.class) {
            return UUID.fromString(string);
        }
        return type == Instant.class ? Instant.parse(string) : null;
    }

    private static Object toRecord(Map<?, ?> object, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = convert(object.get(components[i].getName()), components[i].getGenericType());
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new Misuse(
                    "a stored JSON value cannot be read as record " + type.getName(),
                    "give the record what its constructor accepts, or mend the rows by a migration",
                    null,
                    e);
        }
    }

    /** The value of a record's component. */
    static @Nullable Object component(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new Misuse(
                    "record %s cannot be written as JSON"
                            .formatted(record.getClass().getName()),
                    "open its package to dev.stele.core and let its accessors not throw",
                    null,
                    e);
        }
    }
}
