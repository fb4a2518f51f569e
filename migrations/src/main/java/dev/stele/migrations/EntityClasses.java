package dev.stele.migrations;

import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumeratedValue;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The entity classes given and those that their fields lead to, with the enums on the way. */
final class EntityClasses {
    private static final Pattern VALUES =
            Pattern.compile("\\b(in|enum) \\(('(?:[^']|'')*'(?:\\s*,\\s*'(?:[^']|'')*')*)\\)");
    private static final Pattern VALUE = Pattern.compile("'(?:[^']|'')*'");

    private final Set<Class<?>> given = new LinkedHashSet<>();
    private final Set<Class<?>> seen = new HashSet<>();
    private final List<List<String>> enums = new ArrayList<>();

    private EntityClasses() {}

    static EntityClasses reachableFrom(Collection<Class<?>> entities) {
        EntityClasses found = new EntityClasses();
        found.given.addAll(entities);
        entities.forEach(found::visit);
        return found;
    }

    Collection<Class<?>> entities() {
        return List.copyOf(given);
    }

    /** Hibernate writes the values of an enum in the order of a hash table, or of the alphabet. */
    String inDeclaredOrder(String statement) {
        return VALUES.matcher(statement).replaceAll(list -> {
            Set<String> values = VALUE.matcher(list.group(2))
                    .results()
                    .map(value -> value.group())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            List<String> declared = enums.stream()
                    .filter(constants -> Set.copyOf(constants).equals(values))
                    .findFirst()
                    .orElse(List.copyOf(values));
            return Matcher.quoteReplacement(list.group(1) + " (" + String.join(", ", declared) + ")");
        });
    }

    private void visit(Type type) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::visit);
            visit(generic.getRawType());
        } else if (type instanceof WildcardType wildcard) {
            Arrays.stream(wildcard.getUpperBounds()).forEach(this::visit);
        } else if (type instanceof Class<?> raw) {
            visit(raw.isArray() ? raw.getComponentType() : raw);
        }
    }

    private void visit(Class<?> type) {
        if (!seen.add(type)) {
            return;
        }
        if (type.isEnum()) {
            enums.add(constants(type));
        }
        boolean entity = type.isAnnotationPresent(Entity.class);
        if (entity) {
            given.add(type);
        }
        if (entity || type.isAnnotationPresent(Embeddable.class) || given.contains(type)) {
            for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
                seen.add(c);
                if (c.isAnnotationPresent(Entity.class)) {
                    given.add(c);
                }
                Arrays.stream(c.getDeclaredFields()).map(Field::getGenericType).forEach(this::visit);
            }
        }
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> "'" + stored((Enum<?>) constant).replace("'", "''") + "'")
                .toList();
    }

    private static String stored(Enum<?> constant) {
        for (Field field : constant.getDeclaringClass().getDeclaredFields()) {
            if (field.isAnnotationPresent(EnumeratedValue.class) && field.trySetAccessible()) {
                try {
                    return String.valueOf(field.get(constant));
                } catch (IllegalAccessException hidden) {
                    return constant.name();
                }
            }
        }
        return constant.name();
    }
}
