package dev.stele.examples.proofs.model;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Changes of a column. */
final class ColumnMutations {
    private final Model model;
    private final Random random;
    private final ColumnMaker maker;

    ColumnMutations(Model model) {
        this.model = model;
        this.random = model.random;
        this.maker = new ColumnMaker(model);
    }

    List<Supplier<@Nullable String>> all() {
        return List.of(
                this::add,
                this::add,
                this::addRequired,
                this::addWithDefault,
                this::addGenerated,
                this::drop,
                this::drop,
                this::retype,
                this::retype,
                this::length,
                this::length,
                this::precision,
                this::seconds,
                this::nullability,
                this::nullability,
                this::defaultValue,
                this::defaultValue,
                this::check,
                this::comment,
                this::unique,
                this::rename,
                this::definition,
                this::expression);
    }

    private String add() {
        return added(maker.column());
    }

    private String addRequired() {
        ColumnSpec column = maker.plain();
        column.nullable = false;
        return added(column);
    }

    private @Nullable String addWithDefault() {
        ColumnSpec column = maker.plain();
        column.defaultSql = maker.defaultSql(column);
        column.nullable = random.nextBoolean();
        return column.defaultSql == null ? null : added(column);
    }

    private String added(ColumnSpec column) {
        EntitySpec entity = Picks.of(random, model.entities);
        entity.columns.add(column);
        return "add column " + column.column + " (" + column.kind + ") to " + entity.name;
    }

    private @Nullable String addGenerated() {
        EntitySpec entity = Picks.of(random, model.entities);
        return entity.hasTable() && maker.addGenerated(entity) ? "add generated column to " + entity.name : null;
    }

    private @Nullable String drop() {
        EntitySpec entity = Picks.of(random, model.entities);
        if (entity.columns.isEmpty()) {
            return null;
        }
        ColumnSpec column = Picks.of(random, entity.columns);
        entity.drop(column);
        return "drop column " + column.column + " of " + entity.name;
    }

    private @Nullable String retype() {
        EntitySpec entity = Picks.of(random, model.entities);
        ColumnSpec column = Picks.orNull(random, entity.columns);
        if (column == null || column.generatedAs != null) {
            return null;
        }
        ColumnKind was = column.kind;
        ColumnSpec twin = new ColumnSpec(column.field, column.column, column.kind);
        // What is over the column would have to change with it, and one change is to be made.
        entity.drop(column);
        entity.columns.add(column);
        column.retype(maker.kind(), maker.enumeration());
        column.unique = column.unique && column.kind.isKey();
        maker.size(column);
        return "retype " + twin.column + " of " + entity.name + " from " + was + " to " + column.kind;
    }

    private @Nullable String length() {
        ColumnSpec column = any();
        if (column == null || !column.kind.takesLength() || column.definition != null) {
            return null;
        }
        int was = column.length == 0 ? 255 : column.length;
        column.length =
                random.nextBoolean() ? was + 1 + random.nextInt(500) : Math.max(12, was - 1 - random.nextInt(100));
        return "length of " + column.column + " from " + was + " to " + column.length;
    }

    private @Nullable String precision() {
        ColumnSpec column = any();
        if (column == null || column.kind != ColumnKind.DECIMAL) {
            return null;
        }
        String was = column.precision + "," + column.scale;
        column.precision = 6 + random.nextInt(24);
        column.scale = random.nextBoolean() ? Math.max(1, column.scale) : 1 + random.nextInt(5);
        return "precision of " + column.column + " from " + was + " to " + column.precision + "," + column.scale;
    }

    private @Nullable String seconds() {
        ColumnSpec column = any();
        if (column == null || !column.kind.takesSeconds()) {
            return null;
        }
        column.seconds = random.nextInt(7);
        return "seconds of " + column.column + " to " + column.seconds;
    }

    private @Nullable String nullability() {
        ColumnSpec column = any();
        if (column == null) {
            return null;
        }
        column.nullable = !column.nullable;
        return column.column + (column.nullable ? " becomes nullable" : " becomes not null");
    }

    private @Nullable String defaultValue() {
        ColumnSpec column = any();
        if (column == null || column.generatedAs != null || column.definition != null) {
            return null;
        }
        String was = column.defaultSql;
        column.defaultSql = was != null && random.nextInt(3) == 0 ? null : maker.defaultSql(column);
        return "default of " + column.column + " from " + was + " to " + column.defaultSql;
    }

    private @Nullable String check() {
        ColumnSpec column = any();
        if (column == null || column.generatedAs != null) {
            return null;
        }
        String was = column.check;
        column.check = was != null && random.nextBoolean() ? null : maker.check(column);
        return "check of " + column.column + " from " + was + " to " + column.check;
    }

    private @Nullable String comment() {
        ColumnSpec column = any();
        if (column == null) {
            return null;
        }
        column.comment = column.comment == null ? "now it''s said " + random.nextInt(9) : null;
        return "comment of " + column.column + " to " + column.comment;
    }

    private @Nullable String unique() {
        ColumnSpec column = any();
        if (column == null || !column.isKey()) {
            return null;
        }
        column.unique = !column.unique;
        return column.column + (column.unique ? " becomes unique" : " is unique no more");
    }

    private @Nullable String rename() {
        EntitySpec entity = Picks.of(random, model.entities);
        ColumnSpec column = Picks.orNull(random, entity.columns);
        if (column == null) {
            return null;
        }
        String was = column.column;
        entity.drop(column);
        entity.columns.add(column);
        column.check = null;
        column.field = model.names.field();
        column.column = model.names.column(column.field);
        return "column " + was + " of " + entity.name + " goes, " + column.column + " comes";
    }

    private @Nullable String definition() {
        ColumnSpec column = any();
        if (column == null
                || column.kind != ColumnKind.STRING
                || column.generatedAs != null
                || column.defaultSql != null) {
            return null;
        }
        String was = column.definition;
        column.definition = maker.definition();
        column.length = 0;
        return "definition of " + column.column + " from " + was + " to " + column.definition;
    }

    private @Nullable String expression() {
        ColumnSpec column = any();
        if (column == null || column.generatedAs == null) {
            return null;
        }
        String was = column.generatedAs;
        column.generatedAs = was.contains("%") ? was + " + 1" : "trim(" + was + ")";
        return "expression of " + column.column + " from " + was + " to " + Objects.requireNonNull(column.generatedAs);
    }

    private @Nullable ColumnSpec any() {
        return Picks.orNull(random, model.columns().toList());
    }
}
