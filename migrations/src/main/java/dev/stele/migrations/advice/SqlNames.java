package dev.stele.migrations.advice;

/** Names and texts as SQL writes them. */
final class SqlNames {
    private SqlNames() {}

    static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** The text as a constant, safe whatever the server makes of backslashes. */
    static String literal(String text) {
        String doubled = "'" + text.replace("'", "''") + "'";
        return text.contains("\\") ? "E" + doubled.replace("\\", "\\\\") : doubled;
    }
}
