package dev.stele.crud;

import dev.stele.core.error.CheckFailed;
import dev.stele.core.error.ConstraintViolation;
import dev.stele.core.error.ConstraintViolation.Among;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Duplicate;
import dev.stele.core.error.Excluded;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.MissingReference;
import dev.stele.core.error.NullValue;
import java.util.List;

/** Failures of one record among many, with its number. */
final class Numbered {
    private Numbered() {}

    /** The same failure of a record in a load. */
    static DatabaseException of(DatabaseException failure, long number) {
        return of(failure, Among.record(number), Duplicate.Written.IN_LOAD);
    }

    /** The same failure of one of many records, written that way. */
    static DatabaseException of(DatabaseException failure, Among among, Duplicate.Written written) {
        if (failure instanceof Invalid invalid) {
            return of(invalid, among);
        }
        if (failure instanceof ConstraintViolation violation) {
            return of(violation, violation.violated().of(among), written);
        }
        return failure;
    }

    private static Invalid of(Invalid failure, Among among) {
        String prefix = among.which() + ": ";
        List<Invalid.FieldError> errors = failure.errors().stream()
                .map(error -> error.field().startsWith("record ")
                        ? error
                        : new Invalid.FieldError(prefix + error.field(), error.problem()))
                .toList();
        return new Invalid(errors, failure.sqlState(), failure);
    }

    private static DatabaseException of(
            ConstraintViolation failure, ConstraintViolation.Violated violated, Duplicate.Written written) {
        Throwable cause = failure.getCause();
        if (failure instanceof Duplicate) {
            return new Duplicate(violated, written, cause);
        }
        if (failure instanceof MissingReference) {
            return new MissingReference(violated, cause);
        }
        if (failure instanceof NullValue) {
            return new NullValue(violated, cause);
        }
        if (failure instanceof CheckFailed) {
            return new CheckFailed(violated, cause);
        }
        return failure instanceof Excluded ? new Excluded(violated, cause) : failure;
    }
}
