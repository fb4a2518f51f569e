package dev.stele.core.error;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A constraint of the schema refuses the write (SQLSTATE class 23); nothing of the statement is kept. */
public abstract sealed class ConstraintViolation extends DatabaseException
        permits Duplicate, MissingReference, StillReferenced, NullValue, CheckFailed, Excluded {
    private static final long serialVersionUID = 1L;

    private final Violated violated;

    ConstraintViolation(Violated violated, String what, String hint, String sqlState, @Nullable Throwable cause) {
        super(ErrorKind.CONFLICT, violated.prefix() + what, hint, sqlState, cause);
        this.violated = violated;
    }

    /** The constraint's name, or null for a NOT NULL that the server reports by column only. */
    public final @Nullable String constraint() {
        return violated.constraint();
    }

    /** Everything that is known of it. */
    public final Violated violated() {
        return violated;
    }

    /** The table the constraint belongs to. */
    public final String table() {
        return violated.table();
    }

    /** The simple name of the entity mapped to that table, or the table's name where none is. */
    public final String entity() {
        return violated.entity();
    }

    /** The attributes the constraint is about, or columns where none is mapped; empty where the catalog is silent. */
    public final List<String> fields() {
        return violated.fields();
    }

    /** The number of the record at fault among those written together, from 1; null where it is not known or was alone. */
    public final @Nullable Long record() {
        return violated.record();
    }

    /**
     * What was violated, as the catalog and the mapping name it.
     *
     * @param constraint the constraint's name, null where the server gives none
     * @param table the table's name, without quotes
     * @param entity the entity's simple name, or the table's name
     * @param fields the attributes concerned, in the constraint's order
     * @param among which of the records written together is at fault, null where it was alone or nothing is known
     */
    @SuppressWarnings("serial") // List.copyOf returns a serializable list
    public record Violated(
            @Nullable String constraint,
            String table,
            String entity,
            List<String> fields,
            @Nullable Among among) implements Serializable {
        /** Keeps an unmodifiable copy of the fields. */
        public Violated {
            fields = List.copyOf(fields);
        }

        /** What was violated by a record that was written alone, or of unknown number. */
        public Violated(@Nullable String constraint, String table, String entity, List<String> fields) {
            this(constraint, table, entity, fields, null);
        }

        /** The same, said of one of many records, by its number from 1. */
        public Violated ofRecord(long number) {
            return of(Among.record(number));
        }

        /** The same, said of what is at fault among records written together. */
        public Violated of(Among which) {
            return new Violated(constraint, table, entity, fields, which);
        }

        /** The number of the record at fault, from 1, or null. */
        public @Nullable Long record() {
            return among == null ? null : among.number();
        }

        String prefix() {
            return among == null ? "" : among.which() + ": ";
        }

        String describe() {
            return (fields.isEmpty() ? "values" : String.join(", ", fields)) + named();
        }

        String named() {
            return constraint == null ? "" : " (constraint \"%s\")".formatted(constraint);
        }
    }

    /**
     * Which of the records written together is at fault, as far as that is known.
     *
     * @param which in words, such as {@code record 3} or {@code one of records 1 to 500}
     * @param number the record's number from 1, null where only a range is known or records have no numbers
     */
    public record Among(String which, @Nullable Long number) implements Serializable {
        /** The one of this number, from 1. */
        public static Among record(long number) {
            return new Among("record " + number, number);
        }

        /** One of those between two numbers; the one where they are the same. */
        public static Among records(long first, long last) {
            return first == last ? record(first) : new Among("one of records " + first + " to " + last, null);
        }
    }
}
