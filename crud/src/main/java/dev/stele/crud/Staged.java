package dev.stele.crud;

import dev.stele.core.mapping.ColumnMapping;
import java.util.List;
import java.util.StringJoiner;

/**
 * The temporary table of a load: the entity's columns, wide enough for whatever is written, and the records' numbers.
 *
 * @param name its name
 * @param columns the entity's columns in it
 */
record Staged(String name, List<ColumnMapping> columns) {
    /** The column with the record's number. */
    static final String NUMBER = "stele_record";

    Staged {
        columns = List.copyOf(columns);
    }

    /** A column as the entity's own column takes it; fits behind an alias and a dot. */
    static String value(ColumnMapping column) {
        boolean same = column.codec().stagedType().equals(column.codec().sqlType());
        return column.sql() + (same ? "" : "::" + column.codec().sqlType());
    }

    /** Every column so, in their order. */
    String values() {
        StringJoiner values = new StringJoiner(", ");
        columns.forEach(column -> values.add(value(column)));
        return values.toString();
    }

    String definition() {
        StringJoiner definition = new StringJoiner(", ", "create temporary table " + name + " (", ") on commit drop");
        columns.forEach(
                column -> definition.add(column.sql() + " " + column.codec().stagedType()));
        return definition.add(NUMBER + " bigint").toString();
    }
}
