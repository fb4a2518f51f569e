package dev.stele.core;

import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.Retryable;
import dev.stele.core.error.ServerFailure;
import dev.stele.core.error.TimedOut;
import dev.stele.core.error.Unavailable;
import dev.stele.core.error.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Turns what the driver throws into the sealed tree, once; safe for use by many threads.
 *
 * <p>It goes by the SQLSTATE and by the names the server sends beside its message. The message itself is in the server's
 * language, and may hold values.
 */
final class Translator {
    /** The function of the server that takes a deep full-text query for a fault of its own (XX000). */
    private static final String TOO_DEEP = "pushOpStack";

    private static final String MIGRATE =
            "if an entity has it, generate the version that makes it and apply that: Migrations.generate, upgrade";

    private final String address;
    private final String user;
    private final Violations violations;
    private final Outages outages;

    Translator(String address, String user, Violations violations) {
        this.address = address;
        this.user = user;
        this.violations = violations;
        this.outages = new Outages(address, user);
    }

    /** What there is to say of servers that are lost or not reached. */
    Outages outages() {
        return outages;
    }

    /** Translates the failure of a statement that ran by itself on {@code lent}. */
    DatabaseException alone(SQLException thrown, Connection lent) {
        return SessionRights.onlyReads(thrown, lent) ? SessionRights.onlyReads(user, thrown) : translate(thrown);
    }

    /** Translates the failure of a statement. */
    DatabaseException translate(SQLException thrown) {
        if (thrown instanceof UnreplicatedCommit cut) {
            return outages.notReplicated(cut.warning());
        }
        SQLException said = serverSaid(thrown);
        String state = said.getSQLState();
        if (state == null || state.length() != 5) {
            return unknown(said, state);
        }
        ServerErrorMessage message = message(said);
        if (message != null && TOO_DEEP.equals(message.getRoutine())) {
            return invalid("54001", message, said);
        }
        return switch (state.substring(0, 2)) {
            case "23" -> violations.translate(state, message, said);
            case "40", "55" -> conflict(state, said);
            case "08", "53", "57" -> unavailable(state, said);
            case "22", "54" -> invalid(state, message, said);
            case "28" -> SqlStates.refusedLogin(said, address, user);
            case "25" -> transactionState(state, said);
            case "42", "0A", "21", "26", "2B", "34", "3F", "24" -> misuse(state, message, said);
            default -> unknown(said, state);
        };
    }

    /**
     * Translates the failure of a statement inside a transaction.
     *
     * @param readOnly whether the transaction was asked to be read-only
     * @param lent where it ran, or null where it was not begun
     * @param first what failed before in the same transaction, or null
     */
    DatabaseException inTransaction(
            SQLException thrown, boolean readOnly, @Nullable Connection lent, @Nullable Throwable first) {
        String state = serverSaid(thrown).getSQLState();
        if ("25006".equals(state) && readOnly) {
            return new Misuse(
                    "a read-only transaction cannot write",
                    "leave readOnly() out where the outermost transaction begins",
                    state,
                    thrown);
        }
        if ("25P02".equals(state) && first != null) {
            return new Misuse(
                    "the transaction takes no more statements: one in it has failed",
                    "let that error leave the transaction, or run the statement in savepoint(...)",
                    state,
                    first);
        }
        if (state != null && (state.startsWith("08") || state.startsWith("57P"))) {
            return outages.inTransaction(state, thrown);
        }
        return lent == null ? translate(thrown) : alone(thrown, lent);
    }

    /** Translates the failure of a commit, which may leave open whether it happened. */
    DatabaseException atCommit(SQLException thrown, @Nullable Throwable first) {
        String state = thrown.getSQLState();
        if ("25P02".equals(state)) {
            return new Misuse(
                    "the transaction was rolled back at its commit: a statement in it had failed",
                    "let that error leave the transaction, or run the statement in savepoint(...)",
                    state,
                    first == null ? thrown : first);
        }
        if (SqlStates.isUnavailable(state)) {
            return outages.duringCommit(thrown);
        }
        return translate(thrown);
    }

    /** Says why no connection was to be had; see {@link Outages#noConnection}. */
    DatabaseException noConnection(SQLException thrown, Connections.@Nullable Situation pool) {
        DatabaseException outage = outages.noConnection(thrown, pool);
        return outage == null ? translate(thrown) : outage;
    }

    /** A batch reports the server's error only behind its own. */
    private static SQLException serverSaid(SQLException thrown) {
        for (SQLException next = thrown; next != null; next = next.getNextException()) {
            if (message(next) != null) {
                return next;
            }
        }
        return thrown;
    }

    private static @Nullable ServerErrorMessage message(SQLException e) {
        return e instanceof PSQLException server ? server.getServerErrorMessage() : null;
    }

    private static DatabaseException conflict(String state, SQLException e) {
        return switch (state) {
            case "40001" ->
                new Retryable(
                        "the transaction met another one that changed the same rows",
                        "run the whole transaction again, as tx().retry(...) does",
                        state,
                        e);
            case "40P01" ->
                new Retryable(
                        "the transaction and another one waited for each other's locks",
                        "run the whole transaction again, as tx().retry(...) does; let all take their locks in one order",
                        state,
                        e);
            case "55P03" ->
                new Retryable(
                        "a lock was not to be had within the time allowed",
                        "run the transaction again later",
                        state,
                        e);
            default -> unknown(e, state);
        };
    }

    private DatabaseException unavailable(String state, SQLException e) {
        if (state.equals("57014")) {
            return new TimedOut(
                    "a statement was cut off: it ran longer than its limit, or somebody cancelled it",
                    "make it cheaper, or allow more with tx().timeout(...)",
                    state,
                    e);
        }
        if (state.startsWith("53")) {
            return new Unavailable(
                    "PostgreSQL at %s is out of something it needs: %s".formatted(address, shortage(state)),
                    null,
                    state,
                    e,
                    Unavailable.Outcome.NOTHING_KEPT);
        }
        return new Unavailable(
                "the connection to PostgreSQL at %s was lost or refused".formatted(address),
                "try again; what a single statement outside a transaction did is unknown",
                state,
                e);
    }

    private static String shortage(String state) {
        return switch (state) {
            case "53100" -> "disk space";
            case "53200" -> "memory";
            case "53300" -> "connections";
            default -> "a limit of its configuration";
        };
    }

    private DatabaseException transactionState(String state, SQLException e) {
        return switch (state) {
            case "25P03", "25P04" ->
                new TimedOut(
                        "the server ended a transaction that took or paused longer than its limit",
                        "do less in one transaction, and nothing slow outside the database",
                        state,
                        e);
            case "25006" ->
                new Unavailable(
                        "PostgreSQL at %s takes no writes now: it is a standby or set to read-only".formatted(address),
                        "try again when the primary is found",
                        state,
                        e,
                        Unavailable.Outcome.NOTHING_KEPT);
            default -> new Misuse("the statement does not fit the state of the transaction", null, state, e);
        };
    }

    private DatabaseException invalid(String state, @Nullable ServerErrorMessage message, SQLException e) {
        String column = message == null ? null : message.getColumn();
        String field = column == null ? "a value" : column;
        CopyContext copied = CopyContext.of(message);
        if (copied != null) {
            String at = copied.column();
            field = "record " + copied.record() + ": " + (at == null ? field : violations.field(copied.table(), at));
        }
        return new Invalid(List.of(new Invalid.FieldError(field, problem(state))), state, Redacted.of(e));
    }

    private static String problem(String state) {
        return switch (state) {
            case "22001" -> "is longer than its column allows";
            case "22003" -> "is out of the range of its type";
            case "22007", "22008" -> "is not a date or time the server can take";
            case "22012" -> "is zero where something is divided by it";
            case "22021", "22P05" -> "holds a character the server cannot store, such as NUL or half a surrogate pair";
            case "22P02", "22P03" -> "does not have the form its type takes";
            default ->
                state.startsWith("54")
                        ? "is too large or too complex for the server (SQLSTATE %s)".formatted(state)
                        : "was refused by the server (SQLSTATE %s)".formatted(state);
        };
    }

    private static DatabaseException misuse(String state, @Nullable ServerErrorMessage message, SQLException e) {
        if (state.equals("42501")) {
            return SessionRights.lacking(message, said(message), e);
        }
        if (state.equals("42601") && message != null) {
            // The message quotes the text at fault, which could be a value that somebody concatenated.
            return new Misuse(
                    "the server cannot parse the statement at character %d".formatted(message.getPosition()),
                    null,
                    state,
                    Redacted.of(e));
        }
        return new Misuse(
                "the server refused the statement (SQLSTATE %s): %s".formatted(state, said(message)),
                isMissing(state) ? MIGRATE : null,
                state,
                e);
    }

    /** Whether a table or a column is not there. */
    private static boolean isMissing(String state) {
        return state.equals("42P01") || state.equals("42703");
    }

    private static String said(@Nullable ServerErrorMessage message) {
        String text = message == null ? null : message.getMessage();
        return text == null ? "see the cause" : text;
    }

    private static DatabaseException unknown(SQLException e, @Nullable String state) {
        // The driver's own faults have other codes, or none.
        Verdict verdict = state == null || state.length() != 5 ? Verdict.FATAL : Verdict.of(state);
        if (verdict == Verdict.RETRYABLE) {
            return new Retryable(
                    "the server could not do the work now (SQLSTATE %s)".formatted(state),
                    "run the whole of it again after a pause",
                    String.valueOf(state),
                    e);
        }
        if (verdict == Verdict.UNKNOWN) {
            return new Unavailable(
                    "the outcome of a statement is unknown (SQLSTATE %s)".formatted(state),
                    "look for what it wrote before doing it again",
                    state,
                    e);
        }
        return new ServerFailure(
                "a statement failed (SQLSTATE %s)".formatted(state == null ? "none" : state),
                "see the cause",
                state,
                e);
    }
}
