package dev.stele.migrations.review;

import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.ObjectKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A schema as the rules ask for it, with where its tables are to lie. */
final class PortableSchema {
    private final CatalogSnapshot catalog;
    private final Map<String, String> distributed;
    private final Set<String> references;
    private final Set<String> tables = new TreeSet<>();
    private final Map<String, String> types = new HashMap<>();

    PortableSchema(CatalogSnapshot catalog, Map<String, String> distributed, Set<String> references) {
        this.catalog = catalog;
        this.distributed = distributed;
        this.references = references;
        all(ObjectKind.TABLE).forEach(table -> tables.add(table.name().name()));
        all(ObjectKind.COLUMN)
                .forEach(column ->
                        types.put(column.name().table() + "." + column.name().name(), fact(column, "type")));
        Stream.concat(distributed.keySet().stream(), references.stream())
                .filter(table -> !tables.contains(table))
                .findFirst()
                .ifPresent(table -> {
                    throw new IllegalArgumentException("the schema has no table \"" + table + "\"");
                });
    }

    Stream<CatalogObject> all(ObjectKind kind) {
        return catalog.objects().stream().filter(object -> object.kind() == kind);
    }

    Set<String> tables() {
        return tables;
    }

    /** The column by which a table is cut into shards, or null where it is not. */
    @Nullable
    String distributionColumn(String table) {
        return distributed.get(table);
    }

    /** The type of the first distribution column that was named and exists, or "" where there is none. */
    String distributionType() {
        return distributed.entrySet().stream()
                .map(entry -> types.getOrDefault(entry.getKey() + "." + entry.getValue(), ""))
                .filter(type -> !type.isEmpty())
                .findFirst()
                .orElse("");
    }

    boolean isReference(String table) {
        return references.contains(table);
    }

    /** The type of a column, or null where the table has none such. */
    @Nullable
    String type(String table, String column) {
        return types.get(table + "." + column);
    }

    /** Reports each object of a kind of which {@code broken} is true. */
    void report(ObjectKind kind, Predicate<CatalogObject> broken, PortabilityRule rule, PortabilityFindings found) {
        all(kind).filter(broken).forEach(object -> found.add(rule, object));
    }

    /** The foreign keys that delete, or set to NULL, along with what they refer to. */
    boolean cascades(String from, String to) {
        return all(ObjectKind.CONSTRAINT)
                .filter(key -> fact(key, "type").equals("foreign key"))
                .filter(key -> fact(key, "definition").contains(" ON DELETE "))
                .anyMatch(key ->
                        key.name().table().equals(from) && referenced(key).equals(to));
    }

    static String fact(CatalogObject object, String key) {
        return object.facts().getOrDefault(key, "");
    }

    /** The table that a foreign key refers to, without its schema. */
    static String referenced(CatalogObject key) {
        return withoutSchema(fact(key, "~references"));
    }

    /** The last part of a name that the server printed. */
    static String withoutSchema(String name) {
        return unquoted(name.substring(name.lastIndexOf('.') + 1));
    }

    /** The names in a list that the server printed. */
    static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        Arrays.stream(list.split(", ")).filter(name -> !name.isEmpty()).forEach(name -> names.add(unquoted(name)));
        return names;
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }
}
