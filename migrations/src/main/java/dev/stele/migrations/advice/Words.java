package dev.stele.migrations.advice;

import dev.stele.core.error.DatabaseException;
import java.sql.SQLException;

/** What kept something from being tried, in words that hold no value of a row. */
final class Words {
    private Words() {}

    static String of(Exception e) {
        if (e instanceof SQLException sql) {
            return of(sql);
        }
        String message = String.valueOf(e.getMessage());
        // The hints of others say what to do about other things.
        return e instanceof DatabaseException
                ? message.lines().findFirst().orElse("").strip()
                : message;
    }

    private static String of(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return switch (state) {
            case "57014" -> "it took longer than it may";
            case "55P03" -> "a table is locked";
            case "42501" -> "the role lacks a right: " + first(e);
            default ->
                // Errors in data quote the data.
                state.startsWith("22") || state.startsWith("23") || state.startsWith("P0")
                        ? "the rows could not be copied (SQLSTATE " + state + ")"
                        : first(e) + " (SQLSTATE " + state + ")";
        };
    }

    private static String first(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceFirst("^[^ :]+: ", "");
    }
}
