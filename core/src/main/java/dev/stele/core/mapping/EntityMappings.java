package dev.stele.core.mapping;

import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Misuse;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.HibernateException;
import org.hibernate.SessionFactory;
import org.hibernate.boot.Metadata;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;

/**
 * The mapping of a set of entities, compiled from Hibernate's boot metadata or as stored; opens no connection.
 *
 * <p>Also fills the entities' static metamodel ({@code Note_}). Safe for use by many threads. Whoever creates it closes
 * it.
 */
public final class EntityMappings implements AutoCloseable {
    private final List<Class<?>> entities;
    private final Map<String, Object> settings;
    private final Map<Class<?>, EntityMapping> byType = new LinkedHashMap<>();
    private volatile @Nullable HibernateBoot boot;
    private boolean closed;

    private EntityMappings(Collection<Class<?>> entities, Map<String, Object> settings, @Nullable MappingFile file) {
        this.entities = List.copyOf(entities);
        this.settings = settings;
        List<EntityMapping> stored = file == null ? List.of() : file.read();
        if (stored.isEmpty()) {
            compile();
            if (file != null) {
                file.write(byType.values());
            }
        } else {
            stored.forEach(mapping -> byType.put(mapping.type(), mapping));
        }
        StaticMetamodel.fillAll(byType.keySet());
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
        return new EntityMappings(entities, settings, null);
    }

    /**
     * Maps the entities as an earlier start stored them, without Hibernate; else by Hibernate, and stores the result.
     *
     * <p>What was stored counts only while everything that it was made of is the same, byte by byte. Hibernate itself
     * starts when {@link #metadata()} or {@link #sessionFactory()} is called first.
     *
     * @param cache the directory of the stored mappings, which need not exist or be writable
     * @throws ConfigurationException as {@link #of(Collection, Map)}; a faulty mapping is not stored
     */
    public static EntityMappings of(Collection<Class<?>> entities, Map<String, Object> settings, Path cache) {
        return new EntityMappings(entities, settings, MappingFile.of(cache, entities, settings));
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

    /**
     * Hibernate's own view of the same mapping, made on the first call where the mapping was stored.
     *
     * @throws Misuse if these mappings are closed
     */
    public Metadata metadata() {
        return boot().metadata();
    }

    /**
     * Hibernate's session factory over the same metadata, built on the first call.
     *
     * @throws Misuse if these mappings are closed
     */
    public SessionFactory sessionFactory() {
        return boot().sessionFactory();
    }

    /** Closes the session factory, if one was built, and Hibernate's services; a second call does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        HibernateBoot started = boot;
        if (started != null) {
            started.close();
        }
    }

    private HibernateBoot boot() {
        HibernateBoot started = boot;
        return started != null ? started : startHibernate();
    }

    private synchronized HibernateBoot startHibernate() {
        HibernateBoot started = boot;
        if (started == null) {
            if (closed) {
                throw HibernateBoot.closedAlready();
            }
            started = new HibernateBoot(entities, settings);
            boot = started;
        }
        return started;
    }

    private void compile() {
        MappingFaults.requireMapped(entities);
        try {
            EntityCompiler.compileAll(metadata(), () -> sessionFactory().unwrap(SessionFactoryImplementor.class))
                    .forEach(mapping -> byType.put(mapping.type(), mapping));
        } catch (RuntimeException e) {
            close();
            throw e instanceof HibernateException refusal ? MappingFaults.explained(refusal) : e;
        }
    }
}
