package dev.stele.core.mapping;

import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Misuse;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.HibernateException;
import org.hibernate.SessionFactory;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.mapping.PersistentClass;
import org.jspecify.annotations.Nullable;

/**
 * The mapping of a set of entities, compiled from Hibernate's boot metadata; opens no connection.
 *
 * <p>Also fills the entities' static metamodel ({@code Note_}). Safe for use by many threads. Whoever creates it closes
 * it.
 */
public final class EntityMappings implements AutoCloseable {
    private final StandardServiceRegistry registry;
    private final Metadata metadata;
    private final Map<Class<?>, EntityMapping> byType = new LinkedHashMap<>();
    private volatile @Nullable SessionFactory sessionFactory;
    private boolean closed;

    private EntityMappings(Collection<Class<?>> entities, Map<String, Object> settings) {
        MappingFaults.requireMapped(entities);
        registry = registry(entities, settings);
        try {
            MetadataSources sources = new MetadataSources(registry);
            entities.forEach(sources::addAnnotatedClass);
            metadata = sources.buildMetadata();
            compile();
        } catch (HibernateException e) {
            StandardServiceRegistryBuilder.destroy(registry);
            throw MappingFaults.explained(e);
        } catch (RuntimeException e) {
            StandardServiceRegistryBuilder.destroy(registry);
            throw e;
        }
        byType.keySet().forEach(StaticMetamodel::fill);
    }

    /**
     * Maps the entities with Stele's settings; {@link #sessionFactory()} will not be able to connect.
     *
     * @throws ConfigurationException if a class is not mapped, or Hibernate refuses the mapping
     */
    public static EntityMappings of(Collection<Class<?>> entities) {
        return of(entities, Map.of());
    }

    /**
     * Maps the entities.
     *
     * @param entities entity classes, and the converters that apply by themselves
     * @param settings Hibernate's settings on top of ours, such as the data source its sessions use
     * @throws ConfigurationException if a class is not mapped, or Hibernate refuses the mapping
     */
    public static EntityMappings of(Collection<Class<?>> entities, Map<String, Object> settings) {
        return new EntityMappings(entities, settings);
    }

    /**
     * The mapping of an entity class.
     *
     * @throws Misuse if it is not one of the entities
     */
    public EntityMapping get(Class<?> entity) {
        EntityMapping mapping = byType.get(entity);
        if (mapping == null) {
            throw new Misuse(
                    "%s is not one of the entities of this database".formatted(entity.getName()),
                    "give %s.class to Database.open".formatted(entity.getSimpleName()));
        }
        return mapping;
    }

    /** The mapping of the entity in this table (name as the catalog stores it); empty where none is mapped to it. */
    public Optional<EntityMapping> ofTable(String table) {
        return byType.values().stream()
                .filter(mapping -> mapping.table().equals(table))
                .findFirst();
    }

    /** Every mapping, in the order of Hibernate's metadata. */
    public List<EntityMapping> all() {
        return List.copyOf(byType.values());
    }

    /** Hibernate's own view of the same mapping. */
    public Metadata metadata() {
        return metadata;
    }

    /**
     * Hibernate's session factory over the same metadata, built on the first call.
     *
     * @throws Misuse if these mappings are closed
     */
    public SessionFactory sessionFactory() {
        SessionFactory built = sessionFactory;
        return built != null ? built : buildSessionFactory();
    }

    private synchronized SessionFactory buildSessionFactory() {
        if (closed) {
            throw new Misuse("the database is closed", "open it again, or close it later");
        }
        SessionFactory built = sessionFactory;
        if (built == null) {
            built = metadata.buildSessionFactory();
            sessionFactory = built;
        }
        return built;
    }

    /** Closes the session factory, if one was built, and Hibernate's services; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        SessionFactory built = sessionFactory;
        if (built != null) {
            built.close();
        }
        StandardServiceRegistryBuilder.destroy(registry);
    }

    private static StandardServiceRegistry registry(Collection<Class<?>> entities, Map<String, Object> settings) {
        BootstrapServiceRegistryBuilder classes = new BootstrapServiceRegistryBuilder();
        // Hibernate finds them by name, and the loader that it would ask may not be the one that made them.
        entities.stream()
                .map(Class::getClassLoader)
                .filter(loader -> loader != null && loader != EntityMappings.class.getClassLoader())
                .distinct()
                .forEach(classes::applyClassLoader);
        return new StandardServiceRegistryBuilder(classes.build())
                // A fixed version, so that the mapping never depends on a connection; 15 is the oldest one supported.
                .applySetting("jakarta.persistence.database-product-name", "PostgreSQL")
                .applySetting("jakarta.persistence.database-major-version", 15)
                .applySetting("jakarta.persistence.database-minor-version", 0)
                .applySetting("hibernate.boot.allow_jdbc_metadata_access", false)
                .applySetting("hibernate.physical_naming_strategy", new PhysicalNamingStrategySnakeCaseImpl())
                .applySetting("hibernate.type.json_format_mapper", new JsonFormat())
                .applySettings(settings)
                .build();
    }

    private void compile() {
        ColumnCodecs codecs = new ColumnCodecs(
                () -> sessionFactory().unwrap(SessionFactoryImplementor.class).getWrapperOptions());
        for (PersistentClass entity : metadata.getEntityBindings()) {
            Class<?> type = entity.getMappedClass();
            if (type != null) {
                byType.put(type, new EntityCompiler(metadata, entity, codecs).compile());
            }
        }
    }
}
