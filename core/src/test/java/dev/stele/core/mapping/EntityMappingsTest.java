package dev.stele.core.mapping;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Misuse;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EntityMappingsTest {
    private static final EntityMappings MAPPINGS =
            EntityMappings.of(List.of(Person.class, Thing.class, Step.class, Part.class));

    @AfterAll
    static void close() {
        MAPPINGS.close();
    }

    @Test
    void quotesOnlyWhatPostgresWouldReadOtherwise() {
        assertThat(MAPPINGS.get(Person.class).sqlTable()).isEqualTo("\"user\"");
        assertThat(MAPPINGS.get(Person.class).table()).isEqualTo("user");
        assertThat(MAPPINGS.get(Step.class).sqlTable()).isEqualTo("step");
    }

    @Test
    void mapsEntitiesThatAnotherClassLoaderMade() throws Exception {
        ClassLoader other = new OwnCopyOf(Alone.class);
        Class<?> copy = other.loadClass(Alone.class.getName());

        try (EntityMappings mappings = EntityMappings.of(List.of(copy))) {
            assertThat(mappings.get(copy).table()).isEqualTo("alone");
        }
    }

    /** A class loader that makes one class itself, as containers and reloading tools do. */
    private static final class OwnCopyOf extends ClassLoader {
        private final Class<?> type;

        OwnCopyOf(Class<?> type) {
            super(type.getClassLoader());
            this.type = type;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(type.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> made = findLoadedClass(name);
            return made != null ? made : define(name);
        }

        private Class<?> define(String name) {
            String file = name.replace('.', '/') + ".class";
            try (InputStream in = requireNonNull(getParent().getResourceAsStream(file))) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void findsTheEntityOfATableAndTheAttributeOfAColumn() {
        EntityMapping thing = MAPPINGS.ofTable("thing").orElseThrow();

        assertThat(thing.name()).isEqualTo("Thing");
        assertThat(thing.attributeOfColumn("owner_id")).contains("owner");
        assertThat(thing.attributeOfColumn("created_at")).contains("createdAt");
        assertThat(thing.attributeOfColumn("nothing")).isEmpty();
        assertThat(MAPPINGS.ofTable("nothing")).isEmpty();
    }

    @Test
    void knowsWhichAttributesTheDatabaseFills() {
        EntityMapping thing = MAPPINGS.get(Thing.class);

        assertThat(thing.attributes().get("id").omittable()).isTrue();
        assertThat(thing.attributes().get("score").omittable()).isTrue();
        assertThat(thing.attributes().get("name").omittable()).isFalse();
        assertThat(thing.attributes().get("owner").omittable()).isFalse();
        assertThat(thing.attributes().get("meta").omittable()).isTrue();
        assertThat(thing.insertExpressions())
                .containsOnly(
                        java.util.Map.entry("version", "0"),
                        java.util.Map.entry("createdAt", "now()"),
                        java.util.Map.entry("updatedAt", "now()"));
    }

    @Test
    void knowsTheUniqueKeys() {
        assertThat(MAPPINGS.get(Thing.class).uniqueKeys())
                .contains(new UniqueKeyMapping("thing_owner_name_key", List.of("owner_id", "name")));
        assertThat(MAPPINGS.get(Thing.class).uniqueKeys().get(0).columns()).containsExactly("id");
        assertThat(MAPPINGS.get(Person.class).uniqueKeys())
                .anySatisfy(key -> assertThat(key.columns()).containsExactly("email"));
    }

    @Test
    void readsReferencesAndLinkTables() {
        EntityMapping thing = MAPPINGS.get(Thing.class);

        assertThat(thing.attributes().get("owner").target()).isEqualTo(Person.class);
        assertThat(thing.attributes().get("owner").javaType()).isEqualTo(Long.class);
        CollectionMapping friends = thing.collection("friends").orElseThrow();
        assertThat(friends.isManyToMany()).isTrue();
        assertThat(friends.table()).isEqualTo("thing_friend");
        assertThat(friends.ownerColumns()).extracting(ColumnMapping::name).hasSize(1);
        CollectionMapping things =
                MAPPINGS.get(Person.class).collection("things").orElseThrow();
        assertThat(things.isManyToMany()).isFalse();
        assertThat(things.ownerColumns()).extracting(ColumnMapping::name).containsExactly("owner_id");
    }

    @Test
    void flattensEmbeddedValuesAndCompositeIds() {
        assertThat(MAPPINGS.get(Thing.class).attributes()).containsKeys("place.city", "place.street");
        IdMapping step = MAPPINGS.get(Step.class).id();
        assertThat(step.javaType()).isEqualTo(Step.Key.class);
        assertThat(step.columns()).extracting(ColumnMapping::name).containsExactly("run", "number");
        assertThat(step.part(new Step.Key("a", 7), 1)).isEqualTo(7);
        IdMapping part = MAPPINGS.get(Part.class).id();
        assertThat(part.javaType()).isEqualTo(Part.Key.class);
        assertThat(part.columns()).extracting(ColumnMapping::name).containsExactly("box", "slot");
        assertThat(MAPPINGS.get(Part.class).attributes()).containsOnlyKeys("box", "slot", "label");
    }

    @Test
    void needsHibernateForUnusualTypesOnly() {
        assertThat(MAPPINGS.get(Thing.class).attributes().values())
                .filteredOn(attribute -> attribute.column().codec() instanceof HibernateCodec)
                .extracting(AttributeMapping::name)
                .containsExactly("aDuration");
    }

    @Test
    void fillsTheStaticMetamodelWithoutHibernate() {
        assertThat(Thing_.name.getName()).isEqualTo("name");
        assertThat(Thing_.updatedAt.getDeclaringType().getJavaType()).isEqualTo(Stamped.class);
        assertThat(Thing_.friends.getName()).isEqualTo("friends");
        assertThat(Thing_.owner.getJavaType()).isEqualTo(Person.class);
    }

    @Test
    void refusesClassesThatAreNotMapped() {
        assertThatThrownBy(() -> EntityMappings.of(List.of(Person.class, Thing.class, String.class, List.class)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("""
                        the entities cannot be mapped:
                          - java.lang.String is not an entity
                          hint: annotate it with @Entity, or open the database without it
                          - java.util.List is not an entity
                          hint: annotate it with @Entity, or open the database without it""");
    }

    @Test
    void saysWhichReferenceLeadsToAClassThatIsMissing() {
        assertThatThrownBy(() -> EntityMappings.of(List.of(Child.class)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("""
                        the entities cannot be mapped:
                          - %s.parent refers to %s, which the database was not opened with
                          hint: open the database with every class that references lead to""".formatted(Child.class.getName(), Person.class.getName()));
        assertThatThrownBy(() -> EntityMappings.of(List.of(Parent.class)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("""
                        the entities cannot be mapped:
                          - %s.children refers to %s, which the database was not opened with
                          hint: open the database with every class that references lead to""".formatted(Parent.class.getName(), Thing.class.getName()));
    }

    @Entity
    static class Child {
        @Id
        long id;

        @ManyToOne(fetch = FetchType.LAZY)
        @Nullable
        Person parent;
    }

    @Entity
    static class Parent {
        @Id
        long id;

        @OneToMany
        List<Thing> children = List.of();
    }

    @Test
    void saysWhichClassIsNotAnEntity() {
        assertThatThrownBy(() -> MAPPINGS.get(String.class))
                .isInstanceOf(Misuse.class)
                .hasMessage("java.lang.String is not one of the entities of this database\n"
                        + "  hint: give String.class to Database.open");
    }
}
