package dev.stele.migrations;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import liquibase.resource.AbstractResource;
import liquibase.resource.AbstractResourceAccessor;
import liquibase.resource.Resource;
import org.jspecify.annotations.Nullable;

/** The changelog's files as Liquibase sees them: texts in memory and nothing beside them. */
final class MemoryResources extends AbstractResourceAccessor {
    private final Map<String, String> texts;

    MemoryResources(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    @Override
    public List<Resource> search(String path, boolean recursive) {
        return texts.keySet().stream()
                .filter(name -> name.startsWith(path))
                .<Resource>map(Text::new)
                .toList();
    }

    @Override
    public List<Resource> getAll(String path) {
        return texts.containsKey(path) ? List.of(new Text(path)) : List.of();
    }

    @Override
    public List<String> describeLocations() {
        return List.of("memory");
    }

    @Override
    public void close() {}

    private final class Text extends AbstractResource {
        private final String name;

        Text(String name) {
            super(name, URI.create("memory:/" + name.replace(' ', '_')));
            this.name = name;
        }

        @Override
        public InputStream openInputStream() {
            return new ByteArrayInputStream(texts.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public boolean exists() {
            return texts.containsKey(name);
        }

        @Override
        public Resource resolve(String other) {
            return new Text(resolvePath(other));
        }

        @Override
        public Resource resolveSibling(String other) {
            return new Text(resolveSiblingPath(other));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return super.equals(other);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }
}
