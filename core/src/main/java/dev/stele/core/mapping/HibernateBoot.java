package dev.stele.core.mapping;

import dev.stele.core.error.Misuse;
import java.util.Collection;
import java.util.Map;
import org.hibernate.HibernateException;
import org.hibernate.SessionFactory;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.jspecify.annotations.Nullable;

/** Hibernate's services, its metadata of the entities, and the session factory once one is asked for. */
final class HibernateBoot implements AutoCloseable {
    private final StandardServiceRegistry registry;
    private final Metadata metadata;
    private volatile @Nullable SessionFactory sessionFactory;
    private boolean closed;

    HibernateBoot(Collection<Class<?>> entities, Map<String, Object> settings) {
        registry = registry(entities, settings);
        try {
            MetadataSources sources = new MetadataSources(registry);
            entities.forEach(sources::addAnnotatedClass);
            metadata = sources.buildMetadata();
            TimePrecision.apply(metadata);
        } catch (HibernateException e) {
            StandardServiceRegistryBuilder.destroy(registry);
            throw MappingFaults.explained(e);
        } catch (RuntimeException e) {
            StandardServiceRegistryBuilder.destroy(registry);
            throw e;
        }
    }

    Metadata metadata() {
        return metadata;
    }

    SessionFactory sessionFactory() {
        SessionFactory built = sessionFactory;
        return built != null ? built : buildSessionFactory();
    }

    private synchronized SessionFactory buildSessionFactory() {
        if (closed) {
            throw closedAlready();
        }
        SessionFactory built = sessionFactory;
        if (built == null) {
            built = metadata.buildSessionFactory();
            sessionFactory = built;
        }
        return built;
    }

    static Misuse closedAlready() {
        return new Misuse("the database is closed", "open it again, or close it later");
    }

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
                .filter(loader -> loader != null && loader != HibernateBoot.class.getClassLoader())
                .distinct()
                .forEach(classes::applyClassLoader);
        return new StandardServiceRegistryBuilder(classes.build())
                // A fixed version, so that the mapping never depends on a connection; 15 is the oldest one supported.
                .applySetting("jakarta.persistence.database-product-name", "PostgreSQL")
                .applySetting("jakarta.persistence.database-major-version", 15)
                .applySetting("jakarta.persistence.database-minor-version", 0)
                .applySetting("hibernate.boot.allow_jdbc_metadata_access", false)
                .applySetting("hibernate.physical_naming_strategy", new PhysicalNamingStrategySnakeCaseImpl())
                .applySetting("hibernate.type.json_format_mapper", new HibernateJson())
                .applySettings(settings)
                .build();
    }
}
