package dev.stele.migrations.review;

import static dev.stele.migrations.review.PortableSchema.fact;

import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.review.SqlShape.Use;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What CockroachDB says of its SQL. */
final class CockroachRules implements TargetRules {
    private static final Pattern PLPGSQL = Pattern.compile(
            "\\b(perform|execute|get\\s+(stacked\\s+)?diagnostics|foreach|found|assert)\\b|%(row)?type\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern OPERATOR_CLASS = Pattern.compile("\\b(\\w+_ops)\\b");
    private static final Set<String> KNOWN_CLASSES = Set.of("jsonb_ops", "array_ops", "gin_trgm_ops");

    private final PortableSchema schema;

    CockroachRules(PortableSchema schema) {
        this.schema = schema;
    }

    @Override
    public void schema(PortabilityFindings found) {
        schema.report(ObjectKind.DOMAIN, any -> true, PortabilityRule.CRDB_DOMAIN, found);
        schema.report(ObjectKind.RANGE, any -> true, PortabilityRule.CRDB_DOMAIN, found);
        schema.report(
                ObjectKind.COLUMN,
                column -> fact(column, "type").endsWith("range"),
                PortabilityRule.CRDB_DOMAIN,
                found);
        schema.report(
                ObjectKind.CONSTRAINT,
                key -> fact(key, "type").equals("exclude"),
                PortabilityRule.CRDB_EXCLUSION,
                found);
        schema.report(
                ObjectKind.CONSTRAINT,
                key -> !fact(key, "deferrable").isEmpty(),
                PortabilityRule.CRDB_DEFERRABLE,
                found);
        schema.report(
                ObjectKind.TABLE,
                table -> !fact(table, "partitioned").isEmpty(),
                PortabilityRule.CRDB_PARTITION,
                found);
        schema.report(ObjectKind.INHERITANCE, any -> true, PortabilityRule.CRDB_INHERITANCE, found);
        schema.report(ObjectKind.RULE, any -> true, PortabilityRule.CRDB_INHERITANCE, found);
        schema.report(ObjectKind.TRIGGER, CockroachRules::isMoreThanARowTrigger, PortabilityRule.CRDB_TRIGGER, found);
        schema.report(
                ObjectKind.FUNCTION,
                function -> fact(function, "~language").equals("plpgsql")
                        && PLPGSQL.matcher(fact(function, "~body")).find(),
                PortabilityRule.CRDB_PLPGSQL,
                found);
        schema.report(ObjectKind.INDEX, CockroachRules::isUnknownMethod, PortabilityRule.CRDB_INDEX_METHOD, found);
        schema.report(
                ObjectKind.COLUMN,
                column -> !fact(column, "collation").isEmpty(),
                PortabilityRule.CRDB_COLLATION,
                found);
        schema.report(
                ObjectKind.COLUMN, column -> !fact(column, "identity").isEmpty(), PortabilityRule.CRDB_IDENTITY, found);
    }

    @Override
    public void statement(SqlShape sql, String object, PortabilityFindings found) {
        found.addIf(
                sql.startsWith("listen")
                        || sql.startsWith("notify")
                        || sql.calls("pg_notify"::equals)
                        || sql.startsWith("prepare", "transaction"),
                PortabilityRule.CRDB_EVENTS,
                object);
        found.addIf(sql.calls(YugabyteRules::isAdvisoryLock), PortabilityRule.CRDB_ADVISORY_LOCK, object);
        found.addIf(sql.locksRows(), PortabilityRule.CRDB_ROW_LOCK, object);
        writes(sql, object, found);
        found.addIf(sql.hasExpressionAfter("on", "conflict"), PortabilityRule.CRDB_CONFLICT_EXPRESSION, object);
        found.addIf(sql.hasOperator("=>"::equals), PortabilityRule.CRDB_NAMED_ARGUMENT, object);
        found.addIf(sql.hasOperator("/"::equals), PortabilityRule.CRDB_DIVISION, object);
        found.addIf(sql.isTemporary(), PortabilityRule.CRDB_TEMPORARY, object);
        found.addIf(
                sql.startsWith("copy") && (sql.has("freeze") || sql.has("quote") || sql.has("where")),
                PortabilityRule.CRDB_COPY,
                object);
        found.addIf(sql.has("overriding", "system"), PortabilityRule.CRDB_OVERRIDING, object);
        boolean retypes = sql.startsWith("alter", "table") && sql.has("type");
        found.addIf(retypes, PortabilityRule.CRDB_ALTER_TYPE, object);
        found.addIf(sql.isDdl() && !sql.isTemporary() && !retypes, PortabilityRule.CRDB_DDL, object);
    }

    private void writes(SqlShape sql, String object, PortabilityFindings found) {
        List<String> written = sql.written().map(Use::table).toList();
        found.addIf(written.stream().distinct().count() < written.size(), PortabilityRule.CRDB_TWO_WRITES, object);
        found.addIf(
                written.stream().anyMatch(from -> written.stream()
                        .anyMatch(to -> !from.equals(to) && schema.cascades(from, to))),
                PortabilityRule.CRDB_CASCADED_WRITES,
                object);
        found.addIf(sql.written().anyMatch(use -> use.depth() > 1), PortabilityRule.CRDB_NESTED_WRITE, object);
    }

    private static boolean isMoreThanARowTrigger(CatalogObject trigger) {
        String definition = fact(trigger, "definition");
        return !definition.contains(" FOR EACH ROW")
                || definition.contains(" INSTEAD OF ")
                || definition.contains(" UPDATE OF ")
                || definition.contains(" REFERENCING ");
    }

    private static boolean isUnknownMethod(CatalogObject index) {
        String definition = fact(index, "definition");
        if (definition.startsWith("btree ")) {
            return false;
        }
        return !definition.startsWith("gin ")
                || OPERATOR_CLASS
                        .matcher(definition)
                        .results()
                        .anyMatch(match -> !KNOWN_CLASSES.contains(match.group(1)));
    }
}
