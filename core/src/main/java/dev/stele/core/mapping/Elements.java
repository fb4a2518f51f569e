package dev.stele.core.mapping;

import dev.stele.core.error.Misuse;
import java.lang.reflect.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The elements of what an attribute holds that is an array, a list or a set. */
final class Elements {
    private Elements() {}

    /** The elements in their order. */
    static Collection<? extends @Nullable Object> of(Object value) {
        if (value instanceof Collection<?> all) {
            return all;
        }
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < Array.getLength(value); i++) {
            list.add(Array.get(value, i));
        }
        return list;
    }

    /**
     * A value of this type with these elements.
     *
     * @throws SQLException if one is NULL and the type has no room for that
     */
    static Object in(Class<?> type, List<? extends @Nullable Object> elements) throws SQLException {
        if (!type.isArray()) {
            return Set.class.isAssignableFrom(type) ? new LinkedHashSet<>(elements) : new ArrayList<>(elements);
        }
        Class<?> each = type.getComponentType();
        if (each.isPrimitive() && elements.stream().anyMatch(Objects::isNull)) {
            throw new SQLException("an element is NULL and cannot be read as %s".formatted(each), "22004");
        }
        Object array = Array.newInstance(each, elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Array.set(array, i, elements.get(i));
        }
        return array;
    }

    /** The refusal of an element that is of another type. */
    static UnwritableValue unlike(Object element, Class<?> expected, Misuse why) {
        return new UnwritableValue(
                "has elements of type %s, not %s"
                        .formatted(expected.getSimpleName(), element.getClass().getSimpleName()),
                "22P02",
                why);
    }
}
