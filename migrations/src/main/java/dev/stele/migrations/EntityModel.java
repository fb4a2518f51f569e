package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import dev.stele.core.mapping.EntityMappings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.tool.schema.internal.SchemaCreatorImpl;

/**
 * What a set of entity classes asks of a schema, in the statements that Hibernate would create it with.
 *
 * @param statements each one statement, in Hibernate's order
 * @param givenNames the names of constraints and indexes that the entities say themselves; others are free
 * @param renames what the entities say to have been called otherwise
 */
record EntityModel(List<String> statements, Set<String> givenNames, List<Renamed> renames) {
    private static final Pattern STANDALONE =
            Pattern.compile("(?i)^\\s*create\\s+(type|sequence)\\s+(?:if\\s+not\\s+exists\\s+)?(\\S+)");
    private static final Pattern NAMED = Pattern.compile("(?i)\\b(?:constraint|index)\\s+(\"[^\"]+\"|[\\w$]+)");
    private static final Pattern SCHEMA = Pattern.compile("(?i)^\\s*create\\s+schema\\s+(?!if\\b)");

    EntityModel {
        statements = List.copyOf(statements);
        givenNames = Set.copyOf(givenNames);
        renames = List.copyOf(renames);
    }

    /**
     * Reads the model of {@code entities} and of those they refer to; opens no connection.
     *
     * @throws dev.stele.core.error.ConfigurationException if a class is not mapped, or Hibernate refuses the mapping
     */
    static EntityModel of(Collection<Class<?>> entities) {
        EntityClasses classes = EntityClasses.reachableFrom(entities);
        ModelNames names = new ModelNames();
        Map<String, Object> settings =
                Map.of("hibernate.implicit_naming_strategy", names, "hibernate.column_ordering_strategy", "legacy");
        try (EntityMappings mappings = EntityMappings.of(classes.entities(), settings)) {
            List<String> statements = statements(mappings.metadata()).stream()
                    // Implicit casts of enums apply to every statement of the database, and Hibernate needs none.
                    .filter(sql -> !sql.startsWith("create cast "))
                    .map(classes::inDeclaredOrder)
                    .toList();
            return new EntityModel(statements, given(statements, names), Renamed.in(mappings.metadata()));
        }
    }

    /** The names in the statements; what the entities leave open has no name there, or one made up by us. */
    private static Set<String> given(List<String> statements, ModelNames names) {
        return statements.stream()
                .flatMap(sql -> NAMED.matcher(sql).results())
                .map(found -> found.group(1).replace("\"", ""))
                .filter(name -> !names.made().contains(name))
                .collect(Collectors.toSet());
    }

    private static List<String> statements(Metadata metadata) {
        MetadataImplementor complete = (MetadataImplementor) metadata;
        ModelColumnOrder.apply(metadata);
        var registry = complete.getMetadataBuildingOptions().getServiceRegistry();
        return new SchemaCreatorImpl(registry).generateCreationCommands(metadata, true);
    }

    /**
     * Creates the model in a database that has none of its tables.
     *
     * @throws MigrationException naming the statement that the server refuses
     */
    void create(DataSource target) {
        try (Connection connection = target.getConnection()) {
            create(connection);
        } catch (SQLException e) {
            throw ServerMessage.of(e).translated("could not create the schema of the entities");
        }
    }

    /** As {@link #create(DataSource)}; joins the transaction where one is open. */
    void create(Connection connection) {
        String running = "";
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                running = sql;
                Matcher standalone = STANDALONE.matcher(sql);
                if (standalone.find()) {
                    statement.execute("drop " + standalone.group(1) + " if exists " + standalone.group(2) + " cascade");
                }
                statement.execute(SCHEMA.matcher(sql).replaceFirst("create schema if not exists "));
            }
        } catch (SQLException e) {
            throw new MigrationException(
                    "the server refuses the schema of the entities: "
                            + ServerMessage.of(e).described() + "\n  in: " + running,
                    "mend the mapping; what it needs beside tables, such as a function or an extension,"
                            + " belongs into a changeset",
                    e.getSQLState(),
                    e);
        }
    }
}
