package dev.stele.migrations.plan;

import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.ServerFailure;
import dev.stele.core.error.TimedOut;
import dev.stele.core.error.Unavailable;
import java.sql.SQLException;
import java.util.Set;

/** What the server said to a request for a plan, in words that hold no value. */
final class PlanErrors {
    private static final Set<String> TOO_LONG = Set.of("57014", "55P03");

    private PlanErrors() {}

    static DatabaseException of(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String what = "could not plan the statement: ";
        if (TOO_LONG.contains(state)) {
            return new TimedOut(
                    what + (state.equals("55P03") ? "a table of it is locked" : "it took longer than its limit"),
                    "try again, or give it longer with withTimeouts()",
                    state,
                    e);
        }
        if (state.startsWith("08")) {
            return new Unavailable(what + "the connection broke", "see that the server runs", state, e);
        }
        // Errors in data quote the data, which may be a value that was drawn from a table.
        if (state.startsWith("22") || state.startsWith("23") || state.startsWith("P0")) {
            return new ServerFailure(
                    what + "a value that stands for a parameter does not fit (SQLSTATE " + state + ")",
                    "ask for the generic plan",
                    state,
                    null);
        }
        String said = firstLine(e) + " (SQLSTATE " + state + ")";
        return state.startsWith("42")
                ? new Misuse("cannot plan the statement: " + said, hint(state), state, e)
                : new ServerFailure(what + said, null, state, e);
    }

    /** What the server printed is no plan, or nested deeper than can be read. */
    static DatabaseException unreadable(IllegalArgumentException e) {
        return new ServerFailure("could not read the plan of the statement: it is not as expected", null, null, e);
    }

    private static String hint(String state) {
        return switch (state) {
            case "42501" -> "give the role the rights that the statement needs; a plan reads no row";
            case "42P18", "42725", "42P08", "42883" ->
                "a parameter's type is known to the driver only; write a cast such as ?::bigint";
            default -> "see that it runs on this database, with this role's search_path";
        };
    }

    private static String firstLine(SQLException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return message.replaceFirst("^[^ :]+: ", "");
    }
}
