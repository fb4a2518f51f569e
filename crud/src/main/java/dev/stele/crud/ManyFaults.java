package dev.stele.crud;

import dev.stele.core.error.ConstraintViolation;
import dev.stele.core.error.ConstraintViolation.Among;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Duplicate;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.MissingReference;
import dev.stele.core.mapping.ColumnCodec;
import dev.stele.core.mapping.CopyText;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Which of the records written by one statement the server refused, as far as its error and the records tell. */
final class ManyFaults {
    /** The SQLSTATEs for a character, a time or a JSON value that cannot be stored. */
    private static final Set<String> UNWRITABLE = Set.of("22021", "22P05", "22008", "22P02");

    private final Written written;

    ManyFaults(Written written) {
        this.written = written;
    }

    /** What was written by one statement. */
    interface Written {
        int size();

        /** What the one of this index, from 0, is called. */
        Among one(int index);

        /** What all of them are called, where it is unknown which one. */
        Among any();

        /** What each of them gives. */
        List<Given> given();

        @Nullable
        Object value(int index, Given given);
    }

    /**
     * A value that every record gives.
     *
     * @param position where the record has it
     * @param field what the record calls it
     * @param attribute the attribute it is for
     * @param codec how it is written
     */
    record Given(int position, String field, String attribute, ColumnCodec codec) {}

    /** The failure with the name of the record at fault, or of all where it may be any. */
    DatabaseException named(DatabaseException failure) {
        Invalid unwritable = UNWRITABLE.contains(String.valueOf(failure.sqlState())) ? unwritable(failure) : null;
        if (unwritable != null) {
            return unwritable;
        }
        Among among = failure instanceof ConstraintViolation violation ? among(violation) : any();
        return Numbered.of(failure, among, Duplicate.Written.IN_LIST);
    }

    private Among any() {
        return written.size() == 1 ? written.one(0) : written.any();
    }

    /** The first value that has no text PostgreSQL can store. */
    private @Nullable Invalid unwritable(DatabaseException failure) {
        CopyText text = new CopyText(OutputStream.nullOutputStream());
        for (int i = 0; i < written.size(); i++) {
            for (Given given : written.given()) {
                Object value = given.codec().writesText() ? written.value(i, given) : null;
                String problem = value == null ? null : problem(text, given.codec(), value);
                if (problem != null) {
                    String field = written.one(i).which() + ": " + given.field();
                    return new Invalid(
                            List.of(new Invalid.FieldError(field, problem)), failure.sqlState(), failure.getCause());
                }
            }
        }
        return null;
    }

    private static @Nullable String problem(CopyText text, ColumnCodec codec, Object value) {
        try {
            codec.write(text, value);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        } finally {
            text.undoRow();
        }
    }

    /**
     * Looks for the records whose key is the one the server tells: {@code Key (author_id, title)=(1, t1) already exists}.
     *
     * <p>Of several that refer to nothing each is at fault; of several with a key that is taken surely the second.
     */
    private Among among(ConstraintViolation violation) {
        boolean told = violation instanceof Duplicate || violation instanceof MissingReference;
        List<Given> key = told ? key(violation) : List.of();
        String values = key.isEmpty() ? null : values(violation);
        if (values == null) {
            return any();
        }
        // Behind the values stand words in the server's language, and a value may hold a parenthesis: the longest fits.
        List<Integer> fitting = new ArrayList<>();
        int longest = -1;
        for (int i = 0; i < written.size(); i++) {
            String text = text(i, key);
            if (text.length() >= longest && values.startsWith(text + ")")) {
                if (text.length() > longest) {
                    fitting.clear();
                }
                longest = text.length();
                fitting.add(i);
            }
        }
        if (fitting.isEmpty()) {
            return any();
        }
        return written.one(fitting.get(violation instanceof Duplicate && fitting.size() > 1 ? 1 : 0));
    }

    private List<Given> key(ConstraintViolation violation) {
        List<Given> key = new ArrayList<>();
        for (String field : violation.fields()) {
            for (Given given : written.given()) {
                if (given.attribute().equals(field)) {
                    key.add(given);
                }
            }
        }
        return key.size() == violation.fields().size() ? key : List.of();
    }

    private String text(int index, List<Given> key) {
        StringJoiner text = new StringJoiner(", ");
        key.forEach(given -> text.add(String.valueOf(written.value(index, given))));
        return text.toString();
    }

    private static @Nullable String values(ConstraintViolation violation) {
        ServerErrorMessage message =
                violation.getCause() instanceof PSQLException server ? server.getServerErrorMessage() : null;
        String detail = message == null ? null : message.getDetail();
        int start = detail == null ? -1 : detail.indexOf(")=(");
        return detail == null || start < 0 ? null : detail.substring(start + 3);
    }
}
