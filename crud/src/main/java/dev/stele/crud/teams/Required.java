package dev.stele.crud.teams;

import dev.stele.core.error.Invalid;
import dev.stele.core.error.Invalid.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds all that is wrong with a record before a statement written by hand sees it, in the generic DAO's words. */
final class Required {
    private final List<FieldError> errors = new ArrayList<>();

    /** Notes the field where it has no value, as a client's JSON may leave it. */
    Required value(String field, @Nullable Object value) {
        if (value == null) {
            errors.add(new FieldError(field, "must have a value"));
        }
        return this;
    }

    /** Notes a fault of the field where there is one. */
    Required unless(boolean right, String field, String problem) {
        if (!right) {
            errors.add(new FieldError(field, problem));
        }
        return this;
    }

    /** Notes what the record itself says is wrong with the values that it has. */
    Required faults(Map<String, String> faults) {
        faults.forEach((field, problem) -> errors.add(new FieldError(field, problem)));
        return this;
    }

    /**
     * Refuses the record where anything is missing or wrong.
     *
     * @throws Invalid naming every such field
     */
    void check() {
        if (!errors.isEmpty()) {
            throw new Invalid(errors, null, null);
        }
    }
}
