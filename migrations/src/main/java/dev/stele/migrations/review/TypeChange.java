package dev.stele.migrations.review;

import java.util.List;
import java.util.Set;

/** Whether rows must be written anew when a column's type changes. */
final class TypeChange {
    private static final Set<String> TEXTS = Set.of("text", "varchar");
    private static final Set<String> TEMPORAL = Set.of("timestamp", "timestamptz", "time", "timetz", "interval");
    private static final int FULL_PRECISION = 6;

    private TypeChange() {}

    /** Known to keep the rows as they are; everything else is taken to rewrite. */
    static boolean keepsRows(TypeName from, TypeName to) {
        if (from.array() != to.array()) {
            return false;
        }
        if (from.equals(to)) {
            return true;
        }
        if (TEXTS.contains(from.name()) && TEXTS.contains(to.name())) {
            return to.modifiers().isEmpty() || (!from.modifiers().isEmpty() && limit(from) <= limit(to));
        }
        if (from.name().equals("cidr") && to.name().equals("inet")) {
            return true;
        }
        if (from.name().equals("int4") && to.name().equals("oid")) {
            return true;
        }
        return from.name().equals(to.name()) && keepsModifiers(from, to);
    }

    private static boolean keepsModifiers(TypeName from, TypeName to) {
        if (from.name().equals("numeric")) {
            return to.modifiers().isEmpty() || (!from.modifiers().isEmpty() && keepsScale(from, to));
        }
        if (from.name().equals("varbit")) {
            return to.modifiers().isEmpty() || (!from.modifiers().isEmpty() && limit(from) <= limit(to));
        }
        if (TEMPORAL.contains(from.name())) {
            return to.modifiers().isEmpty() || limit(to) >= (from.modifiers().isEmpty() ? FULL_PRECISION : limit(from));
        }
        return false;
    }

    private static boolean keepsScale(TypeName from, TypeName to) {
        return scale(from) == scale(to) && limit(from) <= limit(to);
    }

    private static long scale(TypeName type) {
        return number(type.modifiers(), 1);
    }

    private static long limit(TypeName type) {
        return number(type.modifiers(), 0);
    }

    private static long number(List<String> modifiers, int index) {
        if (index >= modifiers.size() || !modifiers.get(index).matches("\\d{1,10}")) {
            return 0;
        }
        return Long.parseLong(modifiers.get(index));
    }
}
