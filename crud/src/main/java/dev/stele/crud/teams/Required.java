package dev.stele.crud.teams;

import dev.stele.core.error.Invalid;
import dev.stele.core.error.Invalid.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what a record lacks before a statement written by hand sees it, in the words of the generic DAO. */
final class Required {
    private final List<FieldError> missing = new ArrayList<>();

    /** Notes the field where it has no value, as a client's JSON may leave it. */
    Required value(String field, @Nullable Object value) {
        if (value == null) {
            missing.add(new FieldError(field, "must have a value"));
        }
        return this;
    }

    /**
     * Refuses the record where anything is missing.
     *
     * @throws Invalid naming every such field
     */
    void check() {
        if (!missing.isEmpty()) {
            throw new Invalid(missing, null, null);
        }
    }
}
