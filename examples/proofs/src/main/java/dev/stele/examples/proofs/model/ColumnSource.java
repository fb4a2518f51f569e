package dev.stele.examples.proofs.model;

import java.util.ArrayList;
import java.util.List;

/** Writes a basic attribute as Java. */
final class ColumnSource {
    private ColumnSource() {}

    static String of(ColumnSpec column) {
        List<String> parts = new ArrayList<>();
        parts.add(column(column, ""));
        if (!column.kind.annotation().isEmpty()) {
            parts.add(column.kind.annotation());
        }
        if (column.defaultSql != null) {
            parts.add("@ColumnDefault(" + Text.literal(column.defaultSql) + ")");
        }
        if (column.check != null) {
            parts.add("@Check(constraints = " + Text.literal(column.check) + ")");
        }
        if (column.generatedAs != null) {
            parts.add("@GeneratedColumn(" + Text.literal(column.generatedAs) + ")");
        }
        parts.add(
                (column.constants == null ? column.kind.javaType() : column.constants.name) + " " + column.field + ";");
        return String.join(" ", parts);
    }

    /** The column annotation, its name after a prefix. */
    static String column(ColumnSpec column, String prefix) {
        List<String> parts = new ArrayList<>();
        parts.add("name = " + Text.literal(prefixed(column.column, prefix)));
        if (!column.nullable) {
            parts.add("nullable = false");
        }
        if (column.unique) {
            parts.add("unique = true");
        }
        if (column.definition != null) {
            parts.add("columnDefinition = " + Text.literal(column.definition));
        }
        if (column.comment != null) {
            parts.add("comment = " + Text.literal(column.comment));
        }
        if (column.table != null) {
            parts.add("table = " + Text.literal(column.table));
        }
        sizes(column, parts);
        return "@Column(" + String.join(", ", parts) + ")";
    }

    private static void sizes(ColumnSpec column, List<String> parts) {
        if (column.length > 0) {
            parts.add("length = " + column.length);
        }
        if (column.precision > 0) {
            parts.add("precision = " + column.precision + ", scale = " + column.scale);
        }
        if (column.seconds >= 0) {
            parts.add("secondPrecision = " + column.seconds);
        }
    }

    private static String prefixed(String name, String prefix) {
        return name.startsWith("`") ? "`" + prefix + name.substring(1) : prefix + name;
    }
}
