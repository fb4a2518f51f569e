package dev.stele.core;

import java.util.List;

/** What the application calls tables and columns. */
interface Naming {
    /** The simple name of the table's entity, or the table's name. */
    String entity(String table);

    /** The attribute the column belongs to, or the column's name. */
    String attribute(String table, String column);

    /** The attributes of several columns, in their order, each once. */
    default List<String> attributes(String table, List<String> columns) {
        return columns.stream()
                .map(column -> attribute(table, column))
                .distinct()
                .toList();
    }
}
