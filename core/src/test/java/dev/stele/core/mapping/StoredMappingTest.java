package dev.stele.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Misuse;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredMappingTest {
    private static final List<Class<?>> ENTITIES = List.of(Kept.class, Part.class, Step.class, Alone.class);

    @TempDir
    Path folder;

    @Test
    void whatIsReadIsWhatHibernateMapped() throws Exception {
        try (EntityMappings compiled = EntityMappings.of(ENTITIES, Map.of(), folder);
                EntityMappings read = EntityMappings.of(ENTITIES, Map.of(), folder)) {
            assertThat(hasHibernate(compiled)).isTrue();
            assertThat(hasHibernate(read)).isFalse();
            assertThat(read.all())
                    .usingRecursiveComparison()
                    .withStrictTypeChecking()
                    .withEqualsForType(Object::equals, Type.class)
                    // Handles know nothing of equality; the ids below are taken apart by them.
                    .ignoringFieldsMatchingRegexes(".*parts\\.handles.*")
                    .isEqualTo(compiled.all());
            assertThat(read.get(Kept.class).attributes().keySet())
                    .containsExactlyElementsOf(
                            compiled.get(Kept.class).attributes().keySet());
            assertThat(read.get(Kept.class).insertExpressions().toString())
                    .isEqualTo(compiled.get(Kept.class).insertExpressions().toString());
            assertThat(read.get(Step.class).id().part(new Step.Key("a", 7), 1)).isEqualTo(7);
        }
    }

    @Test
    void hibernateStartsWhenItIsAskedForAndEndsWithTheMapping() {
        EntityMappings.of(ENTITIES, Map.of(), folder).close();
        EntityMappings read = EntityMappings.of(ENTITIES, Map.of(), folder);

        assertThat(read.metadata().getEntityBindings()).hasSize(ENTITIES.size());
        assertThat(read.sessionFactory().isOpen()).isTrue();

        read.close();
        assertThat(read.sessionFactory().isClosed()).isTrue();
        EntityMappings closedAtOnce = EntityMappings.of(ENTITIES, Map.of(), folder);
        closedAtOnce.close();
        assertThatThrownBy(closedAtOnce::metadata)
                .isInstanceOf(Misuse.class)
                .hasMessage("the database is closed\n  hint: open it again, or close it later");
    }

    @Test
    void whatOnlyHibernateKnowsHowToBindIsNotStored() throws Exception {
        EntityMappings.of(List.of(Thing.class, Person.class), Map.of(), folder).close();

        assertThat(files()).isEmpty();
    }

    @Test
    void aFaultyMappingIsRefusedEveryTimeAndNeverStored() throws Exception {
        for (int start = 0; start < 2; start++) {
            assertThatThrownBy(() -> EntityMappings.of(List.of(Astray.class), Map.of(), folder))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("Astray.alone refers to dev.stele.core.mapping.Alone");
        }
        assertThatThrownBy(() -> EntityMappings.of(List.of(String.class), Map.of(), folder))
                .isInstanceOf(ConfigurationException.class);

        assertThat(files()).isEmpty();
    }

    @Entity
    static class Astray {
        @Id
        long id;

        @ManyToOne
        @Nullable
        Alone alone;
    }

    @ParameterizedTest
    @ValueSource(strings = {"truncated", "emptied", "flipped", "appended", "everybody's", "another's"})
    void aFileThatIsNotWholeOrNotOursIsIgnoredAndWrittenAnew(String damage) throws Exception {
        EntityMappings.of(ENTITIES, Map.of(), folder).close();
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        damage(file, damage);

        assertThat(hibernateStarted()).isTrue();
        assertThat(files()).containsExactly(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        assertThat(hibernateStarted()).isFalse();
    }

    private static void damage(Path file, String how) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        switch (how) {
            case "truncated" -> Files.write(file, Arrays.copyOf(bytes, bytes.length - 7));
            case "emptied" -> Files.write(file, new byte[0]);
            case "flipped" -> {
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
            case "appended" -> Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
            case "everybody's" -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            case "another's" -> {
                // What was stored for other entities, under the name of these.
                Path other = file.resolveSibling("others");
                EntityMappings.of(List.of(Alone.class), Map.of(), other).close();
                try (Stream<Path> stored = Files.list(other)) {
                    Files.write(file, Files.readAllBytes(stored.findFirst().orElseThrow()));
                }
            }
            default -> throw new IllegalArgumentException(how);
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNoError() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "not a directory");

        assertThatCode(() -> EntityMappings.of(ENTITIES, Map.of(), file).close())
                .doesNotThrowAnyException();
        assertThatCode(() -> EntityMappings.of(ENTITIES, Map.of(), file.resolve("below"))
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void settingsThatOthersGiveToHibernateKeepItFromBeingStored() throws Exception {
        System.setProperty("hibernate.globally_quoted_identifiers", "true");
        try {
            EntityMappings.of(ENTITIES, Map.of(), folder).close();
        } finally {
            System.clearProperty("hibernate.globally_quoted_identifiers");
        }

        assertThat(files()).isEmpty();
    }

    @Test
    void ourOwnSettingsAreInTheKey() throws Exception {
        EntityMappings.of(ENTITIES, Map.of("hibernate.default_schema", "one"), folder)
                .close();
        EntityMappings.of(ENTITIES, Map.of("hibernate.default_schema", "two"), folder)
                .close();

        assertThat(files()).hasSize(2);
    }

    @Test
    void aChangedClassIsNoticedAndSoIsOneThatItNames() throws Exception {
        compile("Size.java", "@jakarta.persistence.Embeddable public record Size(int width) {}");
        compile(
                "Rooted.java",
                "@jakarta.persistence.MappedSuperclass class Rooted { @jakarta.persistence.Id long id; }");
        compile(
                "Note.java",
                "@jakarta.persistence.Entity public class Note extends Rooted { String title; Size size; }");
        assertThat(attributesOfNote()).containsExactlyInAnyOrder("id", "title", "size.width");
        assertThat(attributesOfNote()).containsExactlyInAnyOrder("id", "title", "size.width");
        assertThat(files("cache")).hasSize(1);

        compile("Size.java", "@jakarta.persistence.Embeddable public record Size(int width, int height) {}");
        assertThat(attributesOfNote()).containsExactlyInAnyOrder("id", "title", "size.width", "size.height");
        assertThat(files("cache")).hasSize(2);

        compile(
                "Rooted.java",
                "@jakarta.persistence.MappedSuperclass class Rooted"
                        + " { @jakarta.persistence.Id long id; @jakarta.persistence.Version int version; }");
        assertThat(attributesOfNote()).contains("version");
        assertThat(files("cache")).hasSize(3);
    }

    @Test
    void classesThatChangedWhileTheProcessRanAreNotStored() throws Exception {
        compile("Note.java", "@jakarta.persistence.Entity public class Note { @jakarta.persistence.Id long id; }");
        Files.setLastModifiedTime(folder.resolve("Note.class"), FileTime.from(Instant.now()));

        assertThat(attributesOfNote()).containsExactly("id");
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void keepsTheNewestFilesAndWhatIsNotItsOwn() throws Exception {
        for (int i = 0; i < 70; i++) {
            Path old = Files.writeString(folder.resolve("old%02d.mapping".formatted(i)), "");
            Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH.plusSeconds(i)));
        }
        Files.writeString(folder.resolve("notes.txt"), "");

        EntityMappings.of(ENTITIES, Map.of(), folder).close();

        assertThat(files())
                .hasSize(64)
                .contains(folder.resolve("old07.mapping"), folder.resolve("old69.mapping"))
                .doesNotContain(folder.resolve("old06.mapping"), folder.resolve("old00.mapping"));
        assertThat(folder.resolve("notes.txt")).exists();
        assertThat(hibernateStarted()).isFalse();
    }

    @Test
    void saysWhyAMappingIsNotStored() throws Exception {
        ClassLoader ofOthers = new ClassLoader(StoredMappingTest.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                try {
                    byte[] bytes = Files.readAllBytes(folder.resolve(name + ".class"));
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        };
        compile("Note.java", "@jakarta.persistence.Entity public class Note { @jakarta.persistence.Id long id; }");
        assertThatThrownBy(() -> MappingKey.of(List.of(ofOthers.loadClass("Note")), Map.of()))
                .isInstanceOf(NotStored.class)
                .hasMessage("the loader of Note may show another class file than it loaded");

        System.setProperty("jakarta.persistence.validation.mode", "none");
        try {
            assertThatThrownBy(() -> MappingKey.of(ENTITIES, Map.of()))
                    .isInstanceOf(NotStored.class)
                    .hasMessage("there is a system property jakarta.persistence.validation.mode");
        } finally {
            System.clearProperty("jakarta.persistence.validation.mode");
        }

        try (URLClassLoader loader = loader()) {
            Files.createDirectories(folder.resolve("META-INF"));
            Files.writeString(folder.resolve("META-INF/orm.xml"), "");
            assertThatThrownBy(() -> MappingKey.of(List.of(loader.loadClass("Note")), Map.of()))
                    .isInstanceOf(NotStored.class)
                    .hasMessage("there is a file META-INF/orm.xml");
            Files.delete(folder.resolve("META-INF/orm.xml"));

            Files.setLastModifiedTime(folder.resolve("Note.class"), FileTime.from(Instant.now()));
            assertThatThrownBy(() -> MappingKey.of(List.of(loader.loadClass("Note")), Map.of()))
                    .isInstanceOf(NotStored.class)
                    .hasMessage("a class file or jar is younger than this process");
        }

        compile(
                "Typed.java",
                "@jakarta.persistence.Entity public class Typed { @jakarta.persistence.Id"
                        + " @org.hibernate.annotations.JdbcType(org.hibernate.type.descriptor.jdbc.BigIntJdbcType.class)"
                        + " long id; }");
        try (URLClassLoader loader = loader()) {
            assertThatThrownBy(() -> MappingKey.of(List.of(loader.loadClass("Typed")), Map.of()))
                    .isInstanceOf(NotStored.class)
                    .hasMessage("org.hibernate.annotations.JdbcType lets Hibernate run code of the application");
        }
    }

    private URLClassLoader loader() throws IOException {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, StoredMappingTest.class.getClassLoader());
    }

    /** Compiles a class as if it had been done before this process began. */
    private void compile(String file, String source) throws IOException {
        Path written = Files.writeString(folder.resolve(file), source);
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        folder + java.io.File.pathSeparator + System.getProperty("java.class.path"),
                        "-proc:none",
                        "-implicit:none",
                        "-d",
                        folder.toString(),
                        written.toString());
        assertThat(exit).as(source).isZero();
        Files.setLastModifiedTime(Path.of(written.toString().replace(".java", ".class")), FileTime.from(Instant.EPOCH));
    }

    private List<String> attributesOfNote() throws Exception {
        try (URLClassLoader loader = loader()) {
            Class<?> note = loader.loadClass("Note");
            try (EntityMappings mappings = EntityMappings.of(List.of(note), Map.of(), folder.resolve("cache"))) {
                return List.copyOf(mappings.get(note).attributes().keySet());
            }
        }
    }

    private boolean hibernateStarted() throws Exception {
        try (EntityMappings mappings = EntityMappings.of(ENTITIES, Map.of(), folder)) {
            return hasHibernate(mappings);
        }
    }

    private static boolean hasHibernate(EntityMappings mappings) throws Exception {
        var boot = EntityMappings.class.getDeclaredField("boot");
        boot.setAccessible(true);
        return boot.get(mappings) != null;
    }

    private List<Path> files() throws IOException {
        return files(".");
    }

    private List<Path> files(String below) throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve(below).normalize())) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".mapping")
                            || file.toString().endsWith(".tmp"))
                    .toList();
        }
    }
}
