package dev.stele.migrations;

/**
 * One thing in a schema as its server prints it.
 *
 * @param kind table, column, check, constraint, index, trigger, function, type or view
 * @param table the table it belongs to, or the empty string
 * @param name its name
 * @param definition what the server prints for it
 */
record CatalogItem(String kind, String table, String name, String definition) {

    /** The thing, for messages. */
    String label() {
        return kind + " \"" + (table.isEmpty() || kind.equals("table") ? "" : table + ".") + name + "\"";
    }

    /** Whether this is the same thing, whatever its definition. */
    boolean names(CatalogItem other) {
        return kind.equals(other.kind) && table.equals(other.table) && name.equals(other.name);
    }
}
