package dev.stele.crud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.mapping.EntityMappings;
import dev.stele.crud.teams.Families;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoredMappingsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("entities")
    void whatIsReadIsWhatHibernateMapped(List<Class<?>> entities) throws Exception {
        EntityMappings.of(entities, Map.of(), folder).close();
        try (Stream<Path> stored = Files.list(folder)) {
            assertThat(stored).hasSize(1);
        }

        try (EntityMappings compiled = EntityMappings.of(entities);
                EntityMappings read = EntityMappings.of(entities, Map.of(), folder)) {
            assertThat(compiled.all()).hasSameSizeAs(entities);
            assertThat(read)
                    .extracting("boot")
                    .as("Hibernate, where it was started")
                    .isNull();
            assertThat(read.all())
                    .usingRecursiveComparison()
                    .withStrictTypeChecking()
                    .withEqualsForType(Object::equals, Type.class)
                    // Handles know nothing of equality.
                    .ignoringFieldsMatchingRegexes(".*parts\\.handles.*")
                    .isEqualTo(compiled.all());
        }
    }

    static Stream<List<Class<?>>> entities() {
        return Stream.of(Families.entities(), List.of(Note.class, Author.class, Tag.class, Step.class, Memo.class));
    }
}
