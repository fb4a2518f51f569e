package dev.stele.core;

import dev.stele.core.mapping.EntityMapping;
import dev.stele.core.mapping.EntityMappings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;
import org.hibernate.cfg.AvailableSettings;
import org.jspecify.annotations.Nullable;

/** The mapping of a database's entities; an application without entities never starts Hibernate. */
final class LazyMappings implements Naming, AutoCloseable {
    private final List<Class<?>> entities;
    private final Map<String, Object> settings;
    private final @Nullable FutureTask<EntityMappings> building;
    private @Nullable EntityMappings built;

    /** Begins to build the mapping of the entities, if there are any, on a thread of its own. */
    LazyMappings(List<Class<?>> entities, DataSource source) {
        this.entities = entities;
        this.settings = Map.of(
                // HQL updates would be refused in autocommit.
                AvailableSettings.ALLOW_UPDATE_OUTSIDE_TRANSACTION,
                true,
                // Our sessions are given their connection; those a user opens from the factory need a source.
                AvailableSettings.JAKARTA_NON_JTA_DATASOURCE,
                source);
        this.building = entities.isEmpty() ? null : new FutureTask<>(this::build);
        if (building != null) {
            // It takes longer than all else of a start, most of which is waiting for the server.
            Thread builder = new Thread(building, "stele-mapping");
            builder.setDaemon(true);
            builder.start();
        }
    }

    private EntityMappings build() {
        return MappingDirectory.find()
                .map(directory -> EntityMappings.of(entities, settings, directory))
                .orElseGet(() -> EntityMappings.of(entities, settings));
    }

    /** Waits for what was begun; a fault in the mapping is a fault of the start. */
    LazyMappings awaited() {
        if (building != null) {
            get();
        }
        return this;
    }

    synchronized EntityMappings get() {
        EntityMappings mappings = built;
        if (mappings == null) {
            mappings = building == null ? build() : await(building);
            built = mappings;
        }
        return mappings;
    }

    private static EntityMappings await(FutureTask<EntityMappings> building) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return building.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw thrown(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException thrown(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
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
        if (building != null && built == null) {
            try {
                built = await(building);
            } catch (RuntimeException | Error e) {
                return; // what could not be built needs no end
            }
        }
        if (built != null) {
            built.close();
        }
    }
}
