package dev.stele.migrations.review;

/**
 * Where in a file something begins.
 *
 * @param file the path as it was given, or {@code "sql"} for a text without a file
 * @param line from 1
 * @param column from 1, in characters
 */
public record Place(String file, int line, int column) {

    /** As editors and terminals understand it: {@code file:line:column}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
