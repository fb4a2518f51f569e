package dev.stele.migrations.review;

import static dev.stele.migrations.review.PortableSchema.fact;

import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.review.SqlShape.Use;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Citus says of tables that are cut into shards, and of those that every node holds. */
final class CitusRules implements TargetRules {
    private static final Set<String> VOLATILE =
            Set.of("random", "clock_timestamp", "gen_random_uuid", "nextval", "timeofday", "uuidv4", "uuidv7");

    private final PortableSchema schema;

    CitusRules(PortableSchema schema) {
        this.schema = schema;
    }

    @Override
    public void schema(PortabilityFindings found) {
        schema.all(ObjectKind.TABLE).forEach(table -> column(table, found));
        schema.report(ObjectKind.CONSTRAINT, this::isKeyWithoutColumn, PortabilityRule.CITUS_UNIQUE_KEY, found);
        schema.report(ObjectKind.INDEX, this::isIndexWithoutColumn, PortabilityRule.CITUS_UNIQUE_KEY, found);
        schema.report(ObjectKind.CONSTRAINT, this::leadsAstray, PortabilityRule.CITUS_FOREIGN_KEY, found);
        schema.report(ObjectKind.CONSTRAINT, this::isLocalCascade, PortabilityRule.CITUS_LOCAL_CASCADE, found);
        schema.report(
                ObjectKind.TRIGGER, trigger -> isSpread(trigger.name().table()), PortabilityRule.CITUS_TRIGGER, found);
        schema.report(ObjectKind.RULE, rule -> isSpread(rule.name().table()), PortabilityRule.CITUS_RULE, found);
        schema.report(
                ObjectKind.PARTITION,
                part -> column(PortableSchema.withoutSchema(part.name().name())) != null
                        && isPartitioned(part.name().table()),
                PortabilityRule.CITUS_MULTI_LEVEL,
                found);
        schema.report(ObjectKind.COLUMN, this::isSmallCounter, PortabilityRule.CITUS_SEQUENCE, found);
    }

    @Override
    public void statement(SqlShape sql, String object, PortabilityFindings found) {
        List<Use> spread =
                sql.uses().stream().filter(use -> column(use.table()) != null).toList();
        found.addIf(
                sql.startsWith("merge") && sql.written().anyMatch(use -> schema.isReference(use.table())),
                PortabilityRule.CITUS_MERGE,
                object);
        if (spread.isEmpty()) {
            return;
        }
        // The rows of an insert are each sent to their shard.
        boolean pinned = spread.stream().allMatch(use -> sql.inserts(use) || sql.pins(use, columnOf(use)));
        found.addIf(!pinned, PortabilityRule.CITUS_ALL_SHARDS, object);
        found.addIf(!pinned && sql.locksRows(), PortabilityRule.CITUS_ROW_LOCK, object);
        found.addIf(!pinned && sql.has("with", "recursive"), PortabilityRule.CITUS_RECURSIVE, object);
        found.addIf(
                !pinned
                        && (sql.has("lateral") || sql.has("exists"))
                        && spread.stream().anyMatch(use -> use.nested() && !use.written()),
                PortabilityRule.CITUS_CORRELATED,
                object);
        found.addIf(
                spread.stream().anyMatch(use -> use.written() && use.nested()),
                PortabilityRule.CITUS_WRITE_IN_WITH,
                object);
        found.addIf(
                sql.has("update") && spread.stream().anyMatch(Use::written) && sql.calls(VOLATILE::contains),
                PortabilityRule.CITUS_VOLATILE,
                object);
        found.addIf(
                spread.stream().anyMatch(use -> sql.inserts(use) && !sql.lists(use, columnOf(use))),
                PortabilityRule.CITUS_INSERT_COLUMN,
                object);
    }

    private void column(CatalogObject table, PortabilityFindings found) {
        @Nullable String column = column(table.name().name());
        if (column == null) {
            return;
        }
        @Nullable String type = schema.type(table.name().name(), column);
        found.addIf(type == null, PortabilityRule.CITUS_COLUMN, table);
        found.addIf(type != null && !type.equals(schema.distributionType()), PortabilityRule.CITUS_COLOCATION, table);
    }

    private boolean isKeyWithoutColumn(CatalogObject key) {
        @Nullable String column = column(key.name().table());
        return column != null
                && Set.of("primary key", "unique", "exclude").contains(fact(key, "type"))
                && !PortableSchema.names(fact(key, "~columns")).contains(column);
    }

    private boolean isIndexWithoutColumn(CatalogObject index) {
        @Nullable String column = column(index.name().table());
        return column != null
                && !fact(index, "unique").isEmpty()
                && !PortableSchema.names(fact(index, "~keys")).contains(column);
    }

    private boolean leadsAstray(CatalogObject key) {
        if (!fact(key, "type").equals("foreign key")) {
            return false;
        }
        @Nullable String from = column(key.name().table());
        String target = PortableSchema.referenced(key);
        @Nullable String to = column(target);
        if (from == null) {
            return to != null;
        }
        if (to == null) {
            return !schema.isReference(target);
        }
        int place = PortableSchema.names(fact(key, "~columns")).indexOf(from);
        return place < 0
                || place
                        != PortableSchema.names(fact(key, "~referenced_columns"))
                                .indexOf(to);
    }

    private boolean isLocalCascade(CatalogObject key) {
        String target = PortableSchema.referenced(key);
        return fact(key, "type").equals("foreign key")
                && schema.isReference(key.name().table())
                && column(target) == null
                && !schema.isReference(target)
                && fact(key, "definition").contains(" CASCADE");
    }

    private boolean isSmallCounter(CatalogObject column) {
        return column(column.name().table()) != null
                && !fact(column, "identity").isEmpty()
                && !fact(column, "type").equals("bigint");
    }

    private boolean isPartitioned(String table) {
        return schema.all(ObjectKind.TABLE)
                .anyMatch(other -> other.name().name().equals(table)
                        && !fact(other, "partitioned").isEmpty());
    }

    private boolean isSpread(String table) {
        return column(table) != null || schema.isReference(table);
    }

    private @Nullable String column(String table) {
        return schema.distributionColumn(table);
    }

    private String columnOf(Use use) {
        @Nullable String column = column(use.table());
        return column == null ? "" : column;
    }
}
