package dev.stele.migrations.plan;

import dev.stele.core.error.Misuse;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * One statement that can be planned.
 *
 * @param given as it was given
 * @param server as the server takes it, with {@code $1} for parameters
 */
record StatementText(String given, String server) {
    private static final Set<String> VERBS =
            Set.of("select", "with", "values", "table", "insert", "update", "delete", "merge");
    private static final String ONE = "give one SELECT, VALUES, INSERT, UPDATE, DELETE or MERGE";

    /**
     * Reads a text as the driver takes it, with {@code ?} for parameters and {@code ??} for the operator; or, where a
     * {@code $1} is in it, as the server takes it.
     *
     * @throws Misuse if it is not exactly one statement of those that have a plan
     */
    static StatementText of(String sql) {
        boolean ofServer = words(sql).stream().anyMatch(word -> word.kind() == PlanText.Kind.PARAMETER);
        List<String> statements = statements(sql, !ofServer);
        if (statements.size() != 1) {
            throw new Misuse("cannot plan a text of %d statements".formatted(statements.size()), ONE);
        }
        StatementText text = new StatementText(sql, statements.get(0));
        String verb = text.words().stream()
                .map(PlanText.Word::text)
                .filter(word -> !word.equals("("))
                .findFirst()
                .orElse("")
                .toLowerCase(Locale.ROOT);
        if (!VERBS.contains(verb)) {
            throw new Misuse("cannot plan a statement that begins with \"%s\"".formatted(verb), ONE);
        }
        if (verb.equals("select")
                && text.words().stream().anyMatch(word -> word.text().equalsIgnoreCase("into"))) {
            throw new Misuse("cannot plan SELECT INTO, which makes a table", ONE);
        }
        return text;
    }

    /** Its words without what stands in comments and strings. */
    List<PlanText.Word> words() {
        return words(server);
    }

    /**
     * Refuses semicolons where a text is sent whole: the server might see several statements where the driver saw one.
     *
     * @param sentWhole whether the connection uses the simple protocol only
     * @throws Misuse if there is one, be it in a string
     */
    void requireOneCommand(boolean sentWhole) {
        if (sentWhole && server.indexOf(';') >= 0) {
            throw new Misuse(
                    "cannot plan a text with a semicolon over a connection of preferQueryMode=simple",
                    "leave preferQueryMode away");
        }
    }

    private static List<String> statements(String sql, boolean parameters) {
        try {
            return Parser.parseJdbcSql(sql, true, parameters, true, false, false).stream()
                    .map((NativeQuery query) -> query.nativeSql)
                    .filter(statement -> !words(statement).isEmpty())
                    .toList();
        } catch (SQLException e) {
            throw new Misuse("cannot plan a text that the driver cannot read", ONE, e.getSQLState(), e);
        }
    }

    private static List<PlanText.Word> words(String sql) {
        StringBuilder text = new StringBuilder();
        char[] chars = sql.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            int end = end(chars, i);
            // A comment parts words as a blank does.
            text.append(end > i ? chars[i] == '"' ? sql.substring(i, end + 1) : " " : String.valueOf(chars[i]));
            i = Math.max(i, end);
        }
        return PlanText.words(text.toString());
    }

    /** The last character of the string, quoted name or comment that begins there, or that place itself. */
    private static int end(char[] chars, int at) {
        int end =
                switch (chars[at]) {
                    case '\'' -> Parser.parseSingleQuotes(chars, at, true);
                    case '"' -> Parser.parseDoubleQuotes(chars, at);
                    case '$' -> Parser.parseDollarQuotes(chars, at);
                    case '-' -> Parser.parseLineComment(chars, at);
                    case '/' -> Parser.parseBlockComment(chars, at);
                    default -> at;
                };
        return Math.min(end, chars.length - 1);
    }
}
