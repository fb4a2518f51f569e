package dev.stele.examples.proofs.model;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes columns, and one aspect of a column anew. */
final class ColumnMaker {
    private static final List<String> DEFINITIONS =
            List.of("text", "varchar(80) collate \"C\"", "character varying(17)", "bpchar(9)", "text default 'x'");

    private final Model model;
    private final Random random;

    ColumnMaker(Model model) {
        this.model = model;
        this.random = model.random;
    }

    /** A column that may be unique, checked, have a default and a definition of its own. */
    ColumnSpec column() {
        ColumnSpec column = plain();
        column.unique = column.kind.isKey() && random.nextInt(10) == 0;
        column.defaultSql = random.nextInt(4) == 0 ? defaultSql(column) : null;
        column.check = random.nextInt(8) == 0 ? check(column) : null;
        if (column.kind == ColumnKind.STRING && random.nextInt(8) == 0) {
            column.definition = definition();
            column.length = 0;
        }
        return column;
    }

    /** A column with a type, a size and a comment, which may stand in any table. */
    ColumnSpec plain() {
        String field = model.names.field();
        ColumnSpec column = new ColumnSpec(field, model.names.column(field), kind());
        column.constants = column.kind.isEnum() ? enumeration() : null;
        size(column);
        column.nullable = random.nextInt(3) > 0;
        column.comment = random.nextInt(10) == 0 ? "the " + field + ", isn''t it" : null;
        return column;
    }

    ColumnKind kind() {
        ColumnKind[] kinds = ColumnKind.values();
        return kinds[random.nextInt(kinds.length)];
    }

    @Nullable
    EnumSpec enumeration() {
        return model.enums.isEmpty() ? null : model.enums.get(random.nextInt(model.enums.size()));
    }

    String definition() {
        return DEFINITIONS.get(random.nextInt(DEFINITIONS.size()));
    }

    void size(ColumnSpec column) {
        if (column.kind.takesLength() && random.nextBoolean()) {
            column.length = 20 + random.nextInt(400);
        }
        if (column.kind == ColumnKind.DECIMAL && random.nextBoolean()) {
            column.precision = 6 + random.nextInt(20);
            column.scale = 1 + random.nextInt(4);
        }
        if (column.kind.takesSeconds() && random.nextInt(3) == 0) {
            column.seconds = random.nextInt(7);
        }
    }

    /** A default that the type takes; null where it takes none. */
    @Nullable
    String defaultSql(ColumnSpec column) {
        if (column.constants != null) {
            int constant = random.nextInt(column.constants.constants.size());
            return column.kind == ColumnKind.ENUM_ORDINAL
                    ? Integer.toString(constant)
                    : "'" + column.constants.constants.get(constant) + "'";
        }
        List<String> defaults = column.kind.defaults();
        return defaults.isEmpty() ? null : defaults.get(random.nextInt(defaults.size()));
    }

    /** A condition over the column; null where its type suits none. */
    @Nullable
    String check(ColumnSpec column) {
        int bound = random.nextInt(50);
        if (column.kind.isNumber()) {
            return column.sql() + (random.nextBoolean() ? " >= -" + bound : " between -5 and " + (bound + 1000000));
        }
        if (column.kind.isText()) {
            return switch (random.nextInt(4)) {
                case 0 -> "length(" + column.sql() + ") < " + (bound + 400);
                case 1 -> column.sql() + " in ('a', 'b', '', 'new', 'x', 'it''s', 'v" + bound + "')";
                case 2 -> column.sql() + " not like '%" + bound + "!'";
                default -> "coalesce(" + column.sql() + ", '-') <> 'never" + bound + "'";
            };
        }
        if (column.kind == ColumnKind.DATE || column.kind == ColumnKind.INSTANT) {
            return column.sql() + " > '19" + (bound + 10) + "-01-01'";
        }
        return null;
    }

    /** A stored column computed from one of the entity's. */
    boolean addGenerated(EntitySpec entity) {
        List<ColumnSpec> sources = entity.keyColumns().stream()
                .filter(column -> column.kind == ColumnKind.INT || column.kind == ColumnKind.STRING)
                .toList();
        if (sources.isEmpty()) {
            return false;
        }
        ColumnSpec source = sources.get(random.nextInt(sources.size()));
        String field = model.names.field();
        ColumnSpec column = new ColumnSpec(field, model.names.column(field), source.kind);
        column.generatedAs = expression(source);
        entity.columns.add(column);
        return true;
    }

    String expression(ColumnSpec source) {
        return source.kind == ColumnKind.INT
                ? source.sql() + " % " + (2 + random.nextInt(9))
                : (random.nextBoolean() ? "lower(" : "upper(") + source.sql() + ")";
    }
}
