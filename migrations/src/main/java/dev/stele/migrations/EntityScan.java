package dev.stele.migrations;

import dev.stele.core.error.ConfigurationException;
import jakarta.persistence.Entity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Finds entity classes by their names, or by the package they are in. */
final class EntityScan {
    private final ClassLoader loader;

    EntityScan(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Finds the classes of each name: a class, or a package with those below it.
     *
     * @throws ConfigurationException naming every name that is neither
     */
    List<Class<?>> find(Collection<String> names) {
        List<Class<?>> found = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (String name : names) {
            List<Class<?>> meant = named(name);
            if (meant.isEmpty()) {
                faults.add("\"" + name + "\" is neither a class nor a package with entities on the class path");
            }
            found.addAll(meant);
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationException("the entities cannot be found", faults);
        }
        return found;
    }

    private List<Class<?>> named(String name) {
        try {
            return List.of(Class.forName(name, false, loader));
        } catch (ClassNotFoundException noClass) {
            List<Class<?>> found = new ArrayList<>();
            for (String candidate : inPackage(name.replace('.', '/') + "/")) {
                load(candidate, found);
            }
            return found;
        }
    }

    private void load(String name, List<Class<?>> found) {
        try {
            Class<?> type = Class.forName(name, false, loader);
            if (type.isAnnotationPresent(Entity.class)) {
                found.add(type);
            }
        } catch (ClassNotFoundException | LinkageError unloadable) {
            // It uses what is not on the class path, so it is no entity of this application.
            return;
        }
    }

    private Set<String> inPackage(String prefix) {
        Set<String> names = new TreeSet<>();
        try {
            for (URL place : Collections.list(loader.getResources(prefix))) {
                URLConnection connection = place.openConnection();
                if (connection instanceof JarURLConnection jar) {
                    jar.setUseCaches(false);
                    try (JarFile file = jar.getJarFile()) {
                        file.stream()
                                .map(entry -> entry.getName())
                                .filter(entry -> entry.startsWith(prefix) && entry.endsWith(".class"))
                                .forEach(entry -> names.add(className(entry)));
                    }
                } else if (place.getProtocol().equals("file")) {
                    Path folder = Path.of(URI.create(place.toString()));
                    try (Stream<Path> files = Files.walk(folder)) {
                        files.filter(file -> file.toString().endsWith(".class"))
                                .forEach(file -> names.add(className(prefix
                                        + folder.relativize(file).toString().replace('\\', '/'))));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for entities in " + prefix, e);
        }
        return names;
    }

    private static String className(String file) {
        return file.substring(0, file.length() - ".class".length()).replace('/', '.');
    }
}
