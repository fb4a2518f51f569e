package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.CreateTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** How many bytes of each row are padding, and how few could be. */
final class ColumnOrder {
    /** Worth a note from here on, in bytes of a row. */
    private static final int WORTH_SAYING = 8;

    private static final Map<String, Integer> FIXED = Map.ofEntries(
            Map.entry("int8", 8),
            Map.entry("bigserial", 8),
            Map.entry("float8", 8),
            Map.entry("timestamp", 8),
            Map.entry("timestamptz", 8),
            Map.entry("time", 8),
            Map.entry("money", 8),
            Map.entry("int4", 4),
            Map.entry("serial", 4),
            Map.entry("float4", 4),
            Map.entry("date", 4),
            Map.entry("oid", 4),
            Map.entry("int2", 2),
            Map.entry("smallserial", 2),
            Map.entry("bool", 1),
            Map.entry("uuid", 16));

    private ColumnOrder() {}

    static void check(Step step, CreateTable table) {
        List<TypeName> types = table.columns().stream().map(Column::type).toList();
        if (types.stream().anyMatch(t -> t.array() || !FIXED.containsKey(t.name()))) {
            // After a column of varying width nothing can be said of those behind it; judge those before it.
            types = untilVarying(types);
        }
        int now = padding(types);
        List<TypeName> sorted = new ArrayList<>(types);
        sorted.sort(Comparator.comparing(t -> -alignment(t)));
        int saved = now - padding(sorted);
        if (saved >= WORTH_SAYING) {
            step.report(
                    Rule.COLUMN_ORDER,
                    "the order of the columns of " + Check.on(table.name()) + " wastes " + saved
                            + " bytes in each row");
        }
    }

    private static List<TypeName> untilVarying(List<TypeName> types) {
        int end = 0;
        while (end < types.size()
                && !types.get(end).array()
                && FIXED.containsKey(types.get(end).name())) {
            end++;
        }
        return types.subList(0, end);
    }

    private static int padding(List<TypeName> types) {
        int offset = 0;
        int lost = 0;
        for (TypeName type : types) {
            int gap = (alignment(type) - offset % alignment(type)) % alignment(type);
            lost += gap;
            offset += gap + FIXED.getOrDefault(type.name(), 0);
        }
        return lost;
    }

    private static int alignment(TypeName type) {
        int width = FIXED.getOrDefault(type.name(), 1);
        return width == 16 ? 1 : width;
    }
}
