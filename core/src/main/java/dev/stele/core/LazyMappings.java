package dev.stele.core;

import dev.stele.core.mapping.EntityMapping;
import dev.stele.core.mapping.EntityMappings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.hibernate.cfg.AvailableSettings;
import org.jspecify.annotations.Nullable;

/** The mapping of a database's entities; an application without entities never starts Hibernate. */
final class LazyMappings implements Naming, AutoCloseable {
    private final List<Class<?>> entities;
    private final Map<String, Object> settings;
    private @Nullable EntityMappings built;

    LazyMappings(List<Class<?>> entities, DataSource source) {
        this.entities = entities;
        this.settings = Map.of(
                // HQL updates would be refused in autocommit.
                AvailableSettings.ALLOW_UPDATE_OUTSIDE_TRANSACTION,
                true,
                // Our sessions are given their connection; those a user opens from the factory need a source.
                AvailableSettings.JAKARTA_NON_JTA_DATASOURCE,
                source);
        if (!entities.isEmpty()) {
            get(); // a fault in the mapping is a fault of the start
        }
    }

    synchronized EntityMappings get() {
        EntityMappings mappings = built;
        if (mappings == null) {
            mappings = EntityMappings.of(entities, settings);
            built = mappings;
        }
        return mappings;
    }

    private Optional<EntityMapping> ofTable(String table) {
        return entities.isEmpty() ? Optional.empty() : get().ofTable(table);
    }

    @Override
    public String entity(String table) {
        return ofTable(table).map(EntityMapping::name).orElse(table);
    }

    @Override
    public String attribute(String table, String column) {
        return ofTable(table)
                .flatMap(mapping -> mapping.attributeOfColumn(column))
                .orElse(column);
    }

    @Override
    public synchronized void close() {
        if (built != null) {
            built.close();
        }
    }
}
