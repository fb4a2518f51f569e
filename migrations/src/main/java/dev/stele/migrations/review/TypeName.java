package dev.stele.migrations.review;

import java.util.List;
import java.util.Map;

/**
 * The type of a column.
 *
 * @param name in the server's short spelling: {@code int4}, {@code varchar}, {@code timestamptz}
 * @param modifiers what stands in parentheses
 * @param array whether it is an array
 */
record TypeName(String name, List<String> modifiers, boolean array) {

    private static final Map<String, String> SQL = Map.of(
            "int2",
            "smallint",
            "int4",
            "integer",
            "int8",
            "bigint",
            "float4",
            "real",
            "float8",
            "double precision",
            "bool",
            "boolean");

    static final TypeName NONE = new TypeName("", List.of(), false);

    /** As people read it. */
    @Override
    public String toString() {
        return SQL.getOrDefault(name, name)
                + (modifiers.isEmpty() ? "" : "(" + String.join(",", modifiers) + ")")
                + (array ? "[]" : "");
    }
}
