package dev.stele.core.mapping;

import dev.stele.core.error.ConfigurationException;
import dev.stele.core.mapping.EntityMapping.EntityParts;
import dev.stele.core.mapping.EntityMapping.Roles;
import dev.stele.core.mapping.EntityMapping.TableName;
import jakarta.persistence.IdClass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.hibernate.boot.Metadata;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.mapping.Any;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.Index;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Table;
import org.hibernate.mapping.ToOne;
import org.hibernate.mapping.Value;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Compiles one entity of Hibernate's metadata. */
final class EntityCompiler {
    private static final Pattern DEFAULTED = Pattern.compile("\\b(default|generated)\\b", Pattern.CASE_INSENSITIVE);

    private final Metadata metadata;
    private final PersistentClass entity;
    private final ColumnCodecs codecs;
    private final AttributeAnnotations annotations;
    private final Map<String, AttributeMapping> attributes = new LinkedHashMap<>();
    private final Map<String, CollectionMapping> collections = new LinkedHashMap<>();

    EntityCompiler(Metadata metadata, PersistentClass entity, ColumnCodecs codecs) {
        this.metadata = metadata;
        this.entity = entity;
        this.codecs = codecs;
        this.annotations = new AttributeAnnotations(entity.getMappedClass());
    }

    /** Compiles every entity, in the order of the metadata. */
    static List<EntityMapping> compileAll(Metadata metadata, Supplier<SessionFactoryImplementor> hibernate) {
        ColumnCodecs codecs = new ColumnCodecs(hibernate);
        return metadata.getEntityBindings().stream()
                .filter(entity -> entity.getMappedClass() != null)
                .map(entity -> new EntityCompiler(metadata, entity, codecs).compile())
                .toList();
    }

    private EntityMapping compile() {
        IdMapping id = id();
        id.attributes().forEach(part -> attributes.put(part.name(), part));
        entity.getPropertyClosure().forEach(property -> add("", property));
        Table table = entity.getTable();
        String schema = table.getSchema();
        TableName name = new TableName(
                SqlName.stored(table.getName(), table.isQuoted()),
                schema == null ? null : SqlName.stored(schema, table.isSchemaQuoted()));
        return new EntityMapping(new EntityParts(
                entity.getMappedClass(),
                name,
                id,
                Collections.unmodifiableMap(attributes),
                Collections.unmodifiableMap(collections),
                roles(),
                uniqueKeys(id),
                Unserved.faults(metadata, entity, annotations)));
    }

    private IdMapping id() {
        Property property = entity.getIdentifierProperty();
        if (!(entity.getIdentifier() instanceof Component parts)) {
            AttributeMapping attribute = attribute(property.getName(), property);
            return new IdMapping(attribute.javaType(), List.of(attribute), null);
        }
        IdClass idClass = entity.getMappedClass().getAnnotation(IdClass.class);
        Class<?> type = idClass == null ? parts.getComponentClass() : idClass.value();
        List<String> names = IdParts.ordered(type, List.of(parts.getPropertyNames()));
        String prefix = property == null ? "" : property.getName() + ".";
        List<AttributeMapping> all = new ArrayList<>();
        for (String name : names) {
            all.add(attribute(prefix + name, parts.getProperty(name)));
        }
        return new IdMapping(type, all, new IdParts(type, names).bound());
    }

    private void add(String prefix, Property property) {
        Value value = property.getValue();
        String name = prefix + property.getName();
        if (value instanceof Collection collection) {
            CollectionMapping mapping = collection(name, collection);
            if (mapping != null) {
                collections.put(name, mapping);
            }
        } else if (value instanceof Component component) {
            // The id class of an entity shows up as a synthetic property that repeats the id's own.
            if (!component.equals(entity.getIdentifierMapper())) {
                component.getProperties().forEach(part -> add(name + ".", part));
            }
        } else if (!(value instanceof Any)
                && value.getTable().equals(entity.getTable())
                && value.getColumnSpan() > 0
                && !value.hasFormula()) {
            attributes.put(name, attribute(name, property));
        }
    }

    private AttributeMapping attribute(String name, Property property) {
        Value value = property.getValue();
        refuseJsonByAccident(name, value);
        List<ColumnMapping> columns = columns(value, annotations.fillsItself(name), annotations.limit(name));
        Class<?> javaType = columns.get(0).codec().javaType();
        Class<?> target = null;
        if (value instanceof ToOne reference) {
            PersistentClass referenced = metadata.getEntityBinding(reference.getReferencedEntityName());
            target = referenced.getMappedClass();
            if (referenced.getIdentifier() instanceof Component id) {
                javaType = id.getComponentClass();
            }
        }
        boolean[] insertable = value.getColumnInsertability();
        boolean[] updatable = value.getColumnUpdateability();
        return new AttributeMapping(
                name,
                javaType,
                columns,
                target,
                property.isInsertable() && insertable[0],
                entity.isMutable() && property.isUpdatable() && updatable[0]);
    }

    /** Hibernate stores all attributes of one generic type as it stores one of them. */
    private void refuseJsonByAccident(String name, Value value) {
        if (value instanceof BasicValue basic
                && annotations.leavesStorageOpen(name)
                && java.util.Collection.class.isAssignableFrom(
                        basic.resolve().getDomainJavaType().getJavaTypeClass())
                && basic.resolve().getJdbcType().getDefaultSqlTypeCode() == SqlTypes.JSON) {
            throw new ConfigurationException(
                    MappingFaults.WHAT,
                    List.of(
                            "%s.%s would be stored as JSON, since another attribute of its type is"
                                            .formatted(entity.getMappedClass().getSimpleName(), name)
                                    + "\n  hint: make it a Java array for an array, or say @JdbcTypeCode(SqlTypes.JSON) here too"));
        }
    }

    private List<ColumnMapping> columns(Value value, boolean fillsItself, ColumnMapping.@Nullable Limit limit) {
        List<BasicValue> basics = basics(value);
        List<Column> columns = value.getColumns();
        List<ColumnMapping> mapped = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            String name = SqlName.stored(column.getName(), column.isQuoted());
            ColumnCodec codec =
                    codecs.of(basics.get(i), basics.get(i).getColumns().get(0), metadata);
            mapped.add(new ColumnMapping(
                    name, SqlName.sql(name), column.isNullable(), fillsItself || hasDefault(column), codec, limit));
        }
        return mapped;
    }

    /** The basic values behind the columns of a value: of a reference, those of the id it refers to. */
    private List<BasicValue> basics(Value value) {
        if (value instanceof ToOne reference) {
            PersistentClass target = metadata.getEntityBinding(reference.getReferencedEntityName());
            String property = reference.getReferencedPropertyName();
            return basics(
                    property == null
                            ? target.getIdentifier()
                            : target.getProperty(property).getValue());
        }
        if (value instanceof Component component) {
            List<BasicValue> all = new ArrayList<>();
            component.getProperties().forEach(part -> all.addAll(basics(part.getValue())));
            return all;
        }
        if (value instanceof BasicValue basic) {
            return List.of(basic);
        }
        throw new IllegalStateException(
                "unexpected kind of value " + value.getClass().getName());
    }

    private static boolean hasDefault(Column column) {
        String declared = column.getSqlType();
        return column.isIdentity()
                || column.getDefaultValue() != null
                || column.getGeneratedAs() != null
                || (declared != null && DEFAULTED.matcher(declared).find());
    }

    private @Nullable CollectionMapping collection(String name, Collection collection) {
        Class<?> target = targetOf(collection.getElement());
        if (target == null) {
            return null;
        }
        Table table = collection.getCollectionTable();
        TableName tableName = new TableName(
                SqlName.stored(table.getName(), table.isQuoted()),
                table.getSchema() == null ? null : SqlName.stored(table.getSchema(), table.isSchemaQuoted()));
        List<ColumnMapping> owner = link(collection.getKey().getColumns(), entity.getIdentifier());
        List<ColumnMapping> element = collection.isOneToMany()
                ? List.of()
                : link(collection.getElement().getColumns(), ((ToOne) collection.getElement()));
        return new CollectionMapping(name, target, tableName.sql(), owner, element);
    }

    private @Nullable Class<?> targetOf(Value element) {
        String name = element instanceof ToOne reference
                ? reference.getReferencedEntityName()
                : element instanceof org.hibernate.mapping.OneToMany many ? many.getReferencedEntityName() : null;
        return name == null ? null : metadata.getEntityBinding(name).getMappedClass();
    }

    private List<ColumnMapping> link(List<Column> columns, Value referred) {
        List<BasicValue> basics = basics(referred);
        List<ColumnMapping> mapped = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            String name = SqlName.stored(column.getName(), column.isQuoted());
            ColumnCodec codec =
                    codecs.of(basics.get(i), basics.get(i).getColumns().get(0), metadata);
            mapped.add(new ColumnMapping(name, SqlName.sql(name), false, false, codec, null));
        }
        return mapped;
    }

    private Roles roles() {
        Property versioned = entity.getVersion();
        AttributeMapping version = versioned == null ? null : attributes.get(versioned.getName());
        Map<String, String> expressions = new LinkedHashMap<>();
        AttributeMapping updatedAt = null;
        for (AttributeMapping attribute : attributes.values()) {
            if (attribute.equals(version)) {
                expressions.put(attribute.name(), Number.class.isAssignableFrom(attribute.javaType()) ? "0" : "now()");
            } else if (annotations.isUpdateTime(attribute.name())) {
                updatedAt = attribute;
                expressions.put(attribute.name(), "now()");
            } else if (annotations.isCreationTime(attribute.name())) {
                expressions.put(attribute.name(), "now()");
            } else if (annotations.isGeneratedUuid(attribute.name())) {
                expressions.put(attribute.name(), "gen_random_uuid()");
            }
        }
        return new Roles(version, updatedAt, Collections.unmodifiableMap(expressions));
    }

    private List<UniqueKeyMapping> uniqueKeys(IdMapping id) {
        List<UniqueKeyMapping> keys = new ArrayList<>();
        String primary = entity.getTable().getPrimaryKey() == null
                ? ""
                : String.valueOf(entity.getTable().getPrimaryKey().getName());
        keys.add(new UniqueKeyMapping(
                primary, id.columns().stream().map(ColumnMapping::name).toList()));
        entity.getTable().getUniqueKeys().values().forEach(key -> keys.add(named(key.getName(), key.getColumns())));
        entity.getTable().getIndexes().values().stream()
                .filter(index -> index.isUnique()
                        && !isPartial(index)
                        && index.getSelectables().stream().allMatch(Column.class::isInstance))
                .forEach(index -> keys.add(named(
                        index.getName(),
                        index.getSelectables().stream().map(Column.class::cast).toList())));
        attributes.values().stream()
                .filter(attribute -> annotations.isUnique(attribute.name()))
                .forEach(attribute -> keys.add(new UniqueKeyMapping(
                        attribute.name(), List.of(attribute.column().name()))));
        return keys;
    }

    /** Whether it covers some rows only, or has other options of which one cannot know that they keep all rows. */
    private static boolean isPartial(Index index) {
        return index.getOptions() != null && !index.getOptions().isBlank();
    }

    private static UniqueKeyMapping named(String name, List<Column> columns) {
        return new UniqueKeyMapping(
                name,
                columns.stream()
                        .map(column -> SqlName.stored(column.getName(), column.isQuoted()))
                        .toList());
    }
}
