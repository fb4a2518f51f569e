package dev.stele.migrations.review;

import static dev.stele.migrations.review.PortableSchema.fact;

import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.ObjectKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What YugabyteDB says of its YSQL. */
final class YugabyteRules implements TargetRules {
    private static final Set<String> UNORDERED = Set.of("jsonb", "json", "inet", "cidr", "citext", "tsvector", "xml");
    private static final Pattern TYPE_OF = Pattern.compile("%(row)?type\\b", Pattern.CASE_INSENSITIVE);
    private static final Set<String> CONTAINMENT = Set.of("@>", "<@", "?", "?|", "?&", "@@", "&&");

    private final PortableSchema schema;

    YugabyteRules(PortableSchema schema) {
        this.schema = schema;
    }

    @Override
    public void schema(PortabilityFindings found) {
        schema.report(
                ObjectKind.CONSTRAINT, key -> fact(key, "type").equals("exclude"), PortabilityRule.YB_EXCLUSION, found);
        schema.report(
                ObjectKind.CONSTRAINT,
                key -> !fact(key, "deferrable").isEmpty() && !fact(key, "type").equals("foreign key"),
                PortabilityRule.YB_DEFERRABLE,
                found);
        schema.report(ObjectKind.INHERITANCE, any -> true, PortabilityRule.YB_INHERITANCE, found);
        schema.report(
                ObjectKind.TABLE, table -> !fact(table, "unlogged").isEmpty(), PortabilityRule.YB_UNLOGGED, found);
        schema.report(
                ObjectKind.COLUMN,
                column -> fact(column, "generated.kind").equals("stored"),
                PortabilityRule.YB_GENERATED,
                found);
        schema.report(ObjectKind.COLUMN, column -> fact(column, "type").equals("xml"), PortabilityRule.YB_XML, found);
        schema.report(
                ObjectKind.FUNCTION,
                function -> TYPE_OF.matcher(fact(function, "~body")).find(),
                PortabilityRule.YB_FUNCTION_TYPE,
                found);
        schema.all(ObjectKind.INDEX).forEach(index -> index(index, found));
        schema.report(
                ObjectKind.CONSTRAINT,
                key -> !fact(key, "~index").isEmpty()
                        && PortableSchema.names(fact(key, "~columns")).stream()
                                .anyMatch(column -> isUnordered(key, column)),
                PortabilityRule.YB_INDEX_TYPE,
                found);
        schema.report(
                ObjectKind.CONSTRAINT, key -> !fact(key, "options").isEmpty(), PortabilityRule.YB_INDEX_OPTIONS, found);
        schema.report(
                ObjectKind.TRIGGER,
                trigger -> fact(trigger, "definition").startsWith("CREATE CONSTRAINT")
                        || fact(trigger, "definition").contains(" REFERENCING "),
                PortabilityRule.YB_TRIGGER,
                found);
        schema.report(ObjectKind.TRIGGER, this::isBeforeOnParts, PortabilityRule.YB_PARTITION_TRIGGER, found);
    }

    private void index(CatalogObject index, PortabilityFindings found) {
        String definition = fact(index, "definition");
        String method = definition.substring(0, Math.max(0, definition.indexOf(' ')));
        List<String> columns = columns(definition);
        boolean gin = method.equals("gin");
        found.addIf(!gin && !method.equals("btree"), PortabilityRule.YB_INDEX_METHOD, index);
        found.addIf(gin && (columns.size() > 1 || definition.contains(" DESC")), PortabilityRule.YB_GIN_COLUMNS, index);
        found.addIf(
                method.equals("btree") && columns.stream().anyMatch(column -> isUnordered(index, column)),
                PortabilityRule.YB_INDEX_TYPE,
                index);
        found.addIf(definition.contains(" WITH ("), PortabilityRule.YB_INDEX_OPTIONS, index);
    }

    @Override
    public void statement(SqlShape sql, String object, PortabilityFindings found) {
        found.addIf(
                sql.startsWith("listen") || sql.startsWith("notify") || sql.calls("pg_notify"::equals),
                PortabilityRule.YB_EVENTS,
                object);
        found.addIf(sql.startsWith("lock"), PortabilityRule.YB_LOCK_TABLE, object);
        found.addIf(
                sql.calls(function -> function.startsWith("txid_")
                        || function.equals("pg_current_xact_id")
                        || function.equals("pg_xact_status")),
                PortabilityRule.YB_TRANSACTION_ID,
                object);
        found.addIf(
                sql.startsWith("prepare", "transaction") || sql.startsWith("commit", "prepared"),
                PortabilityRule.YB_TWO_PHASE,
                object);
        found.addIf(sql.calls(YugabyteRules::isAdvisoryLock), PortabilityRule.YB_ADVISORY_LOCK, object);
        found.addIf(sql.isDdl() && !sql.isTemporary(), PortabilityRule.YB_DDL, object);
        found.addIf(hasGin(sql) && sql.hasOperator(CONTAINMENT::contains), PortabilityRule.YB_GIN_SCAN, object);
    }

    static boolean isAdvisoryLock(String function) {
        return function.startsWith("pg_advisory_") || function.startsWith("pg_try_advisory_");
    }

    private boolean hasGin(SqlShape sql) {
        return schema.all(ObjectKind.INDEX)
                .anyMatch(index -> fact(index, "definition").startsWith("gin ")
                        && sql.uses().stream()
                                .anyMatch(use -> use.table().equals(index.name().table())));
    }

    private boolean isBeforeOnParts(CatalogObject trigger) {
        return fact(trigger, "definition").contains(" BEFORE ")
                && schema.all(ObjectKind.TABLE)
                        .anyMatch(table ->
                                table.name().name().equals(trigger.name().table())
                                        && !fact(table, "partitioned").isEmpty());
    }

    private boolean isUnordered(CatalogObject key, String column) {
        @Nullable String type = schema.type(key.name().table(), column);
        return type != null && (type.endsWith("[]") || UNORDERED.contains(type.toLowerCase(Locale.ROOT)));
    }

    /** The first word of each key of an index, which is a column's name unless the key is an expression. */
    private static List<String> columns(String definition) {
        int open = definition.indexOf('(');
        int end = definition.indexOf(" WHERE ");
        String keys = definition.substring(open + 1, end < 0 ? definition.length() : end);
        Stream<String> words = Arrays.stream(keys.split(", ")).map(key -> key.split("[ )]", 2)[0].replace("\"", ""));
        return words.toList();
    }
}
