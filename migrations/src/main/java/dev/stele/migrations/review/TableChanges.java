package dev.stele.migrations.review;

import dev.stele.migrations.review.Constraint.Kind;
import dev.stele.migrations.review.Constraint.Trait;
import dev.stele.migrations.review.Statement.CreateIndex;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keeps the picture of one table up with its columns and constraints. */
final class TableChanges {
    private final Schema schema;
    private final Table table;

    TableChanges(Schema schema, Table table) {
        this.schema = schema;
        this.table = table;
    }

    void apply(Action action) {
        String name = action.name();
        switch (action.kind()) {
            case ADD_COLUMN -> {
                Column column = action.column();
                if (column != null) {
                    add(column);
                }
            }
            case ADD_CONSTRAINT -> {
                Constraint constraint = action.constraint();
                if (constraint != null) {
                    add(constraint);
                }
            }
            case DROP_COLUMN -> {
                table.columns().remove(name);
                table.notNull().remove(name);
                table.constraints().values().removeIf(c -> c.columns().contains(name));
                table.indexes().removeIf(i -> covers(i, name));
            }
            case DROP_CONSTRAINT -> {
                table.constraints().remove(name);
                table.indexes().remove(name);
                schema.indexes().remove(name);
            }
            case ALTER_TYPE -> table.columns().put(name, action.type());
            case SET_NOT_NULL, ADD_IDENTITY -> table.notNull().add(name);
            case DROP_NOT_NULL -> table.notNull().remove(name);
            case VALIDATE_CONSTRAINT -> {
                Constraint validated = table.constraints().computeIfPresent(name, (n, c) -> validated(c));
                if (validated != null && validated.is(Kind.NOT_NULL)) {
                    table.notNull().addAll(validated.columns());
                }
            }
            case RENAME_COLUMN -> renameColumn(name, action.other().name());
            case RENAME_CONSTRAINT -> {
                Constraint renamed = table.constraints().remove(name);
                if (renamed != null) {
                    table.constraints().put(action.other().name(), renamed);
                }
            }
            default -> {}
        }
    }

    private boolean covers(String index, String column) {
        Schema.Index known = schema.indexes().get(index);
        return known != null && known.columns().contains(column);
    }

    private static Constraint validated(Constraint constraint) {
        Set<Trait> traits = new HashSet<>(constraint.traits());
        traits.remove(Trait.NOT_VALID);
        return constraint.with(traits);
    }

    private void renameColumn(String from, String to) {
        TypeName type = table.columns().remove(from);
        if (type != null) {
            table.columns().put(to, type);
        }
        if (table.notNull().remove(from)) {
            table.notNull().add(to);
        }
    }

    void add(Column column) {
        table.columns().put(column.name(), column.type());
        schema.domainUsers()
                .computeIfAbsent(column.type().name(), t -> new HashSet<>())
                .add(table.name().key());
        if (column.has(Kind.NOT_NULL) || column.has(Kind.IDENTITY) || ColumnEffects.isSerial(column)) {
            table.notNull().add(column.name());
        }
        for (Constraint constraint : column.constraints()) {
            if (!constraint.is(Kind.DEFAULT) && !constraint.is(Kind.NULL) && !constraint.is(Kind.NOT_NULL)) {
                add(constraint.with(List.of(column.name())));
            }
        }
    }

    void add(Constraint constraint) {
        String name = constraint.name().isEmpty() ? defaultName(constraint) : constraint.name();
        List<String> columns = constraint.columns();
        if (constraint.is(Kind.NOT_NULL) && constraint.isValid()) {
            table.notNull().addAll(columns);
            return;
        }
        if (constraint.is(Kind.PRIMARY_KEY) || constraint.is(Kind.UNIQUE) || constraint.is(Kind.EXCLUDE)) {
            Schema.Index used = schema.indexes().remove(constraint.index());
            columns = used == null ? columns : used.columns();
            table.indexes().remove(constraint.index());
            schema.add(new Schema.Index(name, table.name().key(), columns, true, false));
            if (constraint.is(Kind.PRIMARY_KEY)) {
                table.notNull().addAll(columns);
            }
        }
        table.constraints()
                .put(
                        name,
                        new Constraint(
                                constraint.kind(),
                                name,
                                columns,
                                constraint.references(),
                                constraint.traits(),
                                constraint.expression(),
                                ""));
    }

    /** As the server would call it, but for a number after a name that is taken. */
    private String defaultName(Constraint constraint) {
        String base = table.name().name();
        String columns = constraint.columns().isEmpty() ? "" : "_" + String.join("_", constraint.columns());
        return switch (constraint.kind()) {
            case PRIMARY_KEY -> base + "_pkey";
            case UNIQUE -> base + columns + "_key";
            case FOREIGN_KEY -> base + columns + "_fkey";
            case CHECK -> base + columns + "_check";
            case EXCLUDE -> base + "_excl";
            default -> base + columns;
        };
    }

    static String indexName(CreateIndex index) {
        List<String> parts =
                index.columns().stream().map(c -> c.isEmpty() ? "expr" : c).toList();
        return index.table().name() + "_" + String.join("_", parts) + "_idx";
    }
}
