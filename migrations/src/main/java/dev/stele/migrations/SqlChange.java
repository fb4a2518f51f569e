package dev.stele.migrations;

import java.util.List;

/**
 * A change of the schema in the words of SQL, and the way back.
 *
 * @param statements its statements in order, without semicolons at their ends
 * @param rollback the statements that take it back, likewise
 */
public record SqlChange(List<String> statements, List<String> rollback) {
    /** Refuses a change without its way back. */
    public SqlChange {
        statements = List.copyOf(statements);
        rollback = List.copyOf(rollback);
        if (isEmpty(statements) || isEmpty(rollback)) {
            throw new IllegalArgumentException(
                    "a change must have a statement and a rollback but was " + statements + " and " + rollback);
        }
    }

    /** A change of one statement. */
    public static SqlChange of(String statement, String rollback) {
        return new SqlChange(List.of(statement), List.of(rollback));
    }

    private static boolean isEmpty(List<String> statements) {
        return statements.isEmpty() || statements.stream().anyMatch(String::isBlank);
    }
}
