package dev.stele.core;

import dev.stele.core.error.CheckFailed;
import dev.stele.core.error.ConstraintViolation.Violated;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Duplicate;
import dev.stele.core.error.Excluded;
import dev.stele.core.error.MissingReference;
import dev.stele.core.error.NullValue;
import dev.stele.core.error.ServerFailure;
import dev.stele.core.error.StillReferenced;
import dev.stele.core.error.StillReferenced.Referrer;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/** Says of a violated constraint which entity and which fields it is about. */
final class Violations {
    private static final String QUOTES = "[\"'«»‹›“”„‟‘’‚‛「」『』]";

    private final ConstraintCatalog catalog;
    private final Naming naming;

    Violations(ConstraintCatalog catalog, Naming naming) {
        this.catalog = catalog;
        this.naming = naming;
    }

    DatabaseException translate(String state, @Nullable ServerErrorMessage message, SQLException e) {
        if (message == null) {
            return new ServerFailure("a constraint refused the write (SQLSTATE %s)".formatted(state), null, state, e);
        }
        CopyContext copied = CopyContext.of(message);
        if (state.equals("23503") || state.equals("23001")) {
            return reference(state, message, e);
        }
        Violated violated = violated(message);
        if (copied != null) {
            violated = violated.ofRecord(copied.record());
        }
        return switch (state) {
            case "23505" ->
                new Duplicate(violated, copied == null ? Duplicate.Written.ALONE : Duplicate.Written.IN_LOAD, e);
            case "23502" -> new NullValue(violated, e);
            case "23514" -> new CheckFailed(violated, e);
            case "23P01" -> new Excluded(violated, e);
            default ->
                new ServerFailure(
                        "a constraint refused the write (SQLSTATE %s)".formatted(state), "see the cause", state, e);
        };
    }

    /** What the application calls a column. */
    String field(String table, String column) {
        return naming.attribute(table, column);
    }

    private Violated violated(ServerErrorMessage message) {
        String table = table(message);
        String constraint = message.getConstraint();
        String column = message.getColumn();
        if (column != null) {
            return new Violated(constraint, table, naming.entity(table), List.of(naming.attribute(table, column)));
        }
        ConstraintCatalog.Constraint found = catalog.find(message.getSchema(), message.getTable(), constraint);
        return new Violated(constraint, table, naming.entity(table), naming.attributes(table, found.columns()));
    }

    /** The server names the table; of a domain's constraint it names the domain. */
    private static String table(ServerErrorMessage message) {
        if (message.getTable() != null) {
            return message.getTable();
        }
        return message.getDatatype() != null ? message.getDatatype() : "row";
    }

    private DatabaseException reference(String state, ServerErrorMessage message, SQLException e) {
        String table = table(message);
        ConstraintCatalog.Constraint found =
                catalog.find(message.getSchema(), message.getTable(), message.getConstraint());
        String target = found.referenced();
        if (target == null || isAboutReferringRow(state, message, target)) {
            return new MissingReference(
                    new Violated(
                            message.getConstraint(),
                            table,
                            naming.entity(table),
                            naming.attributes(table, found.columns())),
                    e);
        }
        Violated kept = new Violated(
                message.getConstraint(),
                target,
                naming.entity(target),
                naming.attributes(target, found.referencedColumns()));
        return new StillReferenced(
                kept, new Referrer(naming.entity(table), table, naming.attributes(table, found.columns())), e);
    }

    /**
     * Whether the row written is the one that refers, not the one referred to.
     *
     * <p>The server sends the same table and constraint for both (and, from 18 on, 23001 for RESTRICT). Only its message
     * differs, and it is translated; but in every language it names the referring table and the constraint, and in the
     * second case the other table too. So the names are counted, and no word is read.
     */
    private static boolean isAboutReferringRow(String state, ServerErrorMessage message, String target) {
        String text = message.getMessage();
        if (state.equals("23001") || text == null) {
            return !state.equals("23001");
        }
        String names = Pattern.quote(table(message))
                + '|'
                + Pattern.quote(String.valueOf(message.getConstraint()))
                + '|'
                + Pattern.quote(target);
        Matcher quoted = Pattern.compile(QUOTES + "[\\h\\s]?(?:" + names + ")[\\h\\s]?(?=" + QUOTES + ")")
                .matcher(text);
        return quoted.results().count() < 3;
    }
}
