package dev.stele.core.error;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The input is wrong: a field, a cursor, a sort key, or a value the server cannot take (22xxx). */
public final class Invalid extends DatabaseException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // List.copyOf returns a serializable list
    private final List<FieldError> errors;

    /**
     * Says what is wrong with one input.
     *
     * @param field the attribute or argument at fault
     * @param problem what is wrong with it and what was expected, without its value
     */
    public Invalid(String field, String problem) {
        this(List.of(new FieldError(field, problem)), null, null);
    }

    /**
     * Says everything that is wrong at once.
     *
     * @param errors each fault, at least one
     * @param sqlState the SQLSTATE, or null where no statement failed
     * @param cause what was reported, or null
     */
    public Invalid(List<FieldError> errors, @Nullable String sqlState, @Nullable Throwable cause) {
        super(ErrorKind.INVALID, describe(errors), null, sqlState, cause);
        this.errors = List.copyOf(errors);
    }

    /** Each fault, in the order of the input. */
    public List<FieldError> errors() {
        return errors;
    }

    private static String describe(List<FieldError> errors) {
        StringBuilder text = new StringBuilder("the input is not valid:");
        for (FieldError error : errors) {
            text.append(errors.size() == 1 ? " " : "\n  - ")
                    .append(error.field())
                    .append(' ')
                    .append(error.problem());
        }
        return text.toString();
    }

    /**
     * One fault of the input.
     *
     * @param field the attribute or argument at fault
     * @param problem what is wrong with it and what was expected
     */
    public record FieldError(String field, String problem) implements Serializable {}
}
