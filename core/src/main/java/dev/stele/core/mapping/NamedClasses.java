package dev.stele.core.mapping;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The classes that a mapping names, as the loaders of its entities find them. */
final class NamedClasses {
    private final Set<ClassLoader> loaders = new LinkedHashSet<>();
    private final Map<String, Class<?>> found = new HashMap<>();

    NamedClasses(Collection<Class<?>> entities) {
        for (Class<?> entity : entities) {
            ClassLoader loader = entity.getClassLoader();
            loaders.add(loader == null ? ClassLoader.getPlatformClassLoader() : loader);
            found.put(entity.getName(), entity);
        }
    }

    /**
     * The class of this name.
     *
     * @throws IllegalStateException if there is none
     */
    Class<?> get(String name) {
        return found.computeIfAbsent(name, this::load);
    }

    /** Whether asking for its name finds this very class. */
    boolean finds(Class<?> type) {
        try {
            return get(type.getName()) == type;
        } catch (IllegalStateException unknown) {
            return false;
        }
    }

    private Class<?> load(String name) {
        for (ClassLoader loader : loaders) {
            try {
                return Class.forName(name, false, loader);
            } catch (ClassNotFoundException elsewhere) {
                // another entity's loader may know it
            }
        }
        throw new IllegalStateException("no class " + name);
    }
}
