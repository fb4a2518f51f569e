package dev.stele.migrations.backup;

/** Names and texts as SQL writes them. */
final class Sql {
    private Sql() {}

    static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    static String quote(String schema, String name) {
        return quote(schema) + "." + quote(name);
    }

    /** The text as a constant, safe whatever the server makes of backslashes. */
    static String literal(String text) {
        String doubled = "'" + text.replace("'", "''") + "'";
        return text.contains("\\") ? "E" + doubled.replace("\\", "\\\\") : doubled;
    }
}
