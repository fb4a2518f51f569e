package dev.stele.migrations.review;

import java.util.List;

/**
 * The type of a column.
 *
 * @param name in the server's short spelling: {@code int4}, {@code varchar}, {@code timestamptz}
 * @param modifiers what stands in parentheses
 * @param array whether it is an array
 */
record TypeName(String name, List<String> modifiers, boolean array) {

    static final TypeName NONE = new TypeName("", List.of(), false);

    /** As people read it. */
    @Override
    public String toString() {
        return name + (modifiers.isEmpty() ? "" : "(" + String.join(",", modifiers) + ")") + (array ? "[]" : "");
    }
}
