package dev.stele.examples.proofs;

import java.io.StringWriter;
import java.util.Map;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.tool.schema.spi.SchemaManagementToolCoordinator;

/** The schema as Hibernate itself writes it: what the migrations are compared with. */
final class HibernateSchema {
    private HibernateSchema() {}

    /** Hibernate's own DDL for these entities, a statement a line. */
    static String ddl(Class<?>[] entities) {
        ClassLoader loader = entities[0].getClassLoader();
        StringWriter script = new StringWriter();
        Map<String, Object> settings = Map.of(
                "hibernate.dialect", "org.hibernate.dialect.PostgreSQLDialect",
                "hibernate.boot.allow_jdbc_metadata_access", "false",
                "hibernate.physical_naming_strategy", new PhysicalNamingStrategySnakeCaseImpl(),
                "jakarta.persistence.create-database-schemas", "true",
                "jakarta.persistence.schema-generation.scripts.action", "create",
                "jakarta.persistence.schema-generation.scripts.create-target", script);
        var classes =
                new BootstrapServiceRegistryBuilder().applyClassLoader(loader).build();
        try (StandardServiceRegistry services = new StandardServiceRegistryBuilder(classes)
                .applySettings(settings)
                .build()) {
            MetadataSources sources = new MetadataSources(services).addAnnotatedClasses(entities);
            SchemaManagementToolCoordinator.process(sources.buildMetadata(), services, settings, action -> {});
        } finally {
            classes.close();
        }
        return script.toString();
    }
}
