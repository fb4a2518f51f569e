package dev.stele.migrations;

import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.ObjectName;
import dev.stele.migrations.diff.ScratchDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the server makes of the entity model.
 *
 * <p>The model is created in the present without its tables and taken back, so that the types, functions and extensions
 * that its columns name are there.
 */
final class ModelSchema {
    private final CatalogSnapshot present;
    private final EntityModel model;
    private final Connection target;

    private ModelSchema(CatalogSnapshot present, EntityModel model, Connection target) {
        this.present = present;
        this.model = model;
        this.target = target;
    }

    /** Reads the model as the server prints it; {@code present} holds the tables under their new names. */
    static CatalogSnapshot read(ScratchDatabase present, CatalogSnapshot printed, EntityModel model) {
        try (Connection connection = present.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            CatalogSnapshot read = new ModelSchema(printed, model, connection).create();
            connection.rollback();
            return read;
        } catch (SQLException e) {
            throw ServerMessage.of(e).translated("could not prepare the model's scratch database");
        }
    }

    private CatalogSnapshot create() throws SQLException {
        List<String> statements = Present.tables(target).stream()
                .map(table -> "drop table if exists " + table + " cascade")
                .toList();
        execute(statements);
        model.create(target);
        CatalogSnapshot named = CatalogSnapshot.read(target, Comparison.SCOPE);
        List<String> renames = named.objects().stream()
                .filter(object -> isFree(object.name()))
                .map(object -> taken(object, named))
                .flatMap(Optional::stream)
                .toList();
        execute(renames);
        return renames.isEmpty() ? named : CatalogSnapshot.read(target, Comparison.SCOPE);
    }

    /** Whether the model does not care what this is called. */
    private boolean isFree(ObjectName name) {
        return (name.kind() == ObjectKind.CONSTRAINT || name.kind() == ObjectKind.INDEX)
                && present.find(name).isEmpty();
    }

    /** The statement that gives a constraint or index of the model the form under which the present has it. */
    private Optional<String> taken(CatalogObject object, CatalogSnapshot named) {
        ObjectName name = object.name();
        List<CatalogObject> same = present.objects().stream()
                .filter(other -> other.name().schema().equals(name.schema())
                        && other.name().table().equals(name.table()))
                .toList();
        if (name.kind() == ObjectKind.CONSTRAINT
                && "unique".equals(object.facts().get("type"))) {
            Optional<String> asIndex = asIndex(object, same);
            if (asIndex.isPresent()) {
                return asIndex;
            }
        }
        if (model.givenNames().contains(name.name())) {
            return Optional.empty();
        }
        List<CatalogObject> candidates = same.stream()
                .filter(other ->
                        isTwin(object, other) && named.find(other.name()).isEmpty())
                .toList();
        return candidates.size() == 1
                ? Optional.of(renaming(name, candidates.get(0).name().name()))
                : Optional.empty();
    }

    private static boolean isTwin(CatalogObject model, CatalogObject present) {
        Set<String> identity = model.name().kind() == ObjectKind.INDEX
                ? Set.of("definition", "unique")
                : Set.of("type", "~columns", "~references", "~referenced_columns");
        return present.name().kind() == model.name().kind()
                && identity.stream()
                        .allMatch(fact -> Objects.equals(
                                model.facts().get(fact), present.facts().get(fact)));
    }

    /** Hibernate makes a constraint of what JPA calls a unique index; the present may have the index. */
    private Optional<String> asIndex(CatalogObject unique, List<CatalogObject> same) {
        String definition = "btree (" + unique.facts().get("~columns") + ")";
        return same.stream()
                .filter(other -> other.name().kind() == ObjectKind.INDEX
                        && "true".equals(other.facts().get("unique"))
                        && definition.equals(other.facts().get("definition"))
                        && (other.name().name().equals(unique.name().name())
                                || !model.givenNames().contains(unique.name().name())))
                .findFirst()
                .map(index -> "alter table " + table(unique.name()) + " drop constraint "
                        + quoted(unique.name().name()) + "; create unique index "
                        + quoted(index.name().name()) + " on " + table(unique.name()) + " using " + definition);
    }

    private static String renaming(ObjectName name, String other) {
        return name.kind() == ObjectKind.INDEX
                ? "alter index " + quoted(name.schema()) + "." + quoted(name.name()) + " rename to " + quoted(other)
                : "alter table " + table(name) + " rename constraint " + quoted(name.name()) + " to " + quoted(other);
    }

    private void execute(List<String> statements) throws SQLException {
        try (Statement statement = target.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String table(ObjectName name) {
        return quoted(name.schema()) + "." + quoted(name.table());
    }

    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
