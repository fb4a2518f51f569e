package dev.stele.core.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entity as its table sees it.
 *
 * <p>Immutable, safe for use by many threads.
 */
public final class EntityMapping {
    private final EntityParts parts;
    private final Class<?> type;
    private final String name;
    private final TableName table;
    private final IdMapping id;
    private final Map<String, AttributeMapping> attributes;
    private final Map<String, CollectionMapping> collections;
    private final Roles roles;
    private final List<UniqueKeyMapping> uniqueKeys;

    EntityMapping(EntityParts parts) {
        this.parts = parts;
        this.type = parts.type();
        this.name = type.getSimpleName();
        this.table = parts.table();
        this.id = parts.id();
        this.attributes = parts.attributes();
        this.collections = parts.collections();
        this.roles = parts.roles();
        this.uniqueKeys = List.copyOf(parts.uniqueKeys());
    }

    /** What it was made of. */
    EntityParts parts() {
        return parts;
    }

    /** The entity class. */
    public Class<?> type() {
        return type;
    }

    /** The simple name of the entity class. */
    public String name() {
        return name;
    }

    /** The table's name as the catalog stores it. */
    public String table() {
        return table.name();
    }

    /** The table's schema, or null where the connection's search path decides. */
    public @Nullable String schema() {
        return table.schema();
    }

    /** The table as it stands in a statement: quoted where needed, behind its schema if it has one. */
    public String sqlTable() {
        return table.sql();
    }

    /** The id. */
    public IdMapping id() {
        return id;
    }

    /** Every attribute that lives in this table, the id's included, by name. */
    public Map<String, AttributeMapping> attributes() {
        return attributes;
    }

    /** The attribute of this name; the parts of an embedded id are found with and without the id's own name. */
    public Optional<AttributeMapping> attribute(String attribute) {
        AttributeMapping found = attributes.get(attribute);
        if (found == null && id.hasParts()) {
            return id.attributes().stream()
                    .filter(part -> part.name().endsWith("." + attribute))
                    .findFirst();
        }
        return Optional.ofNullable(found);
    }

    /** The collection of this name. */
    public Optional<CollectionMapping> collection(String attribute) {
        return Optional.ofNullable(collections.get(attribute));
    }

    /** The attribute that a column belongs to; empty for a column that is not mapped. */
    public Optional<String> attributeOfColumn(String column) {
        return attributes.values().stream()
                .filter(attribute -> attribute.columns().stream()
                        .anyMatch(candidate -> candidate.name().equals(column)))
                .map(AttributeMapping::name)
                .findFirst();
    }

    /** The attribute marked {@code @Version}, which every update raises; null where there is none. */
    public @Nullable AttributeMapping version() {
        return roles.version();
    }

    /** The attribute that every update sets to the database's clock; null where there is none. */
    public @Nullable AttributeMapping updatedAt() {
        return roles.updatedAt();
    }

    /**
     * What an INSERT writes for attributes that its caller does not give, by attribute: version, times, UUIDs.
     *
     * <p>The values are SQL expressions that the server evaluates.
     */
    public Map<String, String> insertExpressions() {
        return roles.insertExpressions();
    }

    /** The primary key, then the unique constraints and unique indexes that the mapping declares. */
    public List<UniqueKeyMapping> uniqueKeys() {
        return uniqueKeys;
    }

    /** Why SQL of our own cannot serve the entity as its mapping asks, each with a hint; empty where it can. */
    public List<String> unserved() {
        return parts.unserved();
    }

    @Override
    public String toString() {
        return "EntityMapping[" + name + " -> " + table.sql() + "]";
    }

    /** A table's name and schema. */
    record TableName(String name, @Nullable String schema) {
        String sql() {
            return schema == null ? SqlName.sql(name) : SqlName.sql(schema) + "." + SqlName.sql(name);
        }
    }

    /** The attributes that the library itself writes. */
    record Roles(
            @Nullable AttributeMapping version,
            @Nullable AttributeMapping updatedAt,
            Map<String, String> insertExpressions) {}

    /** What an entity is made of. */
    record EntityParts(
            Class<?> type,
            TableName table,
            IdMapping id,
            Map<String, AttributeMapping> attributes,
            Map<String, CollectionMapping> collections,
            Roles roles,
            List<UniqueKeyMapping> uniqueKeys,
            List<String> unserved) {}
}
