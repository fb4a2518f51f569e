package dev.stele.crud;

import dev.stele.core.mapping.AttributeMapping;
import dev.stele.core.mapping.EntityMapping;
import dev.stele.core.mapping.EntityMappings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the component of a record is called after: an attribute, a reference with {@code Id} behind it, or a path
 * in camel case ({@code teamName} for the name of the team).
 */
final class Components {
    private final EntityMappings mappings;

    Components(EntityMappings mappings) {
        this.mappings = mappings;
    }

    /** The names of the attributes that lead there, or null where nothing is called so. */
    @Nullable
    List<String> resolve(EntityMapping entity, String component) {
        AttributeMapping own = entity.attribute(component).orElse(null);
        if (own != null) {
            return List.of(own.name());
        }
        for (int i = component.length() - 1; i > 0; i--) {
            if (Character.isUpperCase(component.charAt(i))) {
                List<String> path = split(entity, component.substring(0, i), component.substring(i));
                if (path != null) {
                    return path;
                }
            }
        }
        return null;
    }

    private @Nullable List<String> split(EntityMapping entity, String first, String capitalRest) {
        String rest = Character.toLowerCase(capitalRest.charAt(0)) + capitalRest.substring(1);
        AttributeMapping reference = entity.attribute(first).orElse(null);
        if (reference == null) {
            AttributeMapping embedded = entity.attribute(first + "." + rest).orElse(null);
            return embedded == null ? null : List.of(embedded.name());
        }
        Class<?> target = reference.target();
        if (target == null) {
            return null;
        }
        if (rest.equals("id") && reference.columns().size() == 1) {
            return List.of(first);
        }
        List<String> further = resolve(mappings.get(target), rest);
        if (further == null) {
            return null;
        }
        List<String> path = new ArrayList<>();
        path.add(first);
        path.addAll(further);
        return List.copyOf(path);
    }

    /** Whether a component that leads to a reference is called after it without {@code Id} behind. */
    static boolean isReferenceAlone(String component, List<String> path) {
        String last = path.get(path.size() - 1);
        String reference = last.substring(last.lastIndexOf('.') + 1);
        return component.equals(reference)
                || component.endsWith(Character.toUpperCase(reference.charAt(0)) + reference.substring(1));
    }

    /** What a record may be called after, for messages. */
    static String names(EntityMapping entity) {
        List<String> names = new ArrayList<>();
        for (AttributeMapping attribute : entity.attributes().values()) {
            names.add(attribute.target() == null ? attribute.name() : attribute.name() + "Id");
        }
        return String.join(", ", names);
    }
}
