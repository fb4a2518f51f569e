package dev.stele.core.error;

import org.jspecify.annotations.Nullable;

/**
 * Anything that goes wrong between an application and its database.
 *
 * <p>The message says what failed, the object by name, what was expected and what to do; it never holds values of rows
 * or secrets. Instances are immutable but for {@link #addSuppressed}.
 */
public abstract sealed class DatabaseException extends RuntimeException
        permits NotFound,
                ConstraintViolation,
                Stale,
                Forbidden,
                Retryable,
                TimedOut,
                Invalid,
                Unavailable,
                ConfigurationException,
                MigrationException,
                BackupException,
                Misuse,
                ServerFailure {

    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final @Nullable String sqlState;

    DatabaseException(
            ErrorKind kind,
            String message,
            @Nullable String hint,
            @Nullable String sqlState,
            @Nullable Throwable cause) {
        super(hint == null ? message : message + "\n  hint: " + hint, cause);
        this.kind = kind;
        this.sqlState = sqlState;
    }

    /** What sort of answer this error calls for. */
    public final ErrorKind kind() {
        return kind;
    }

    /** The server's or the driver's SQLSTATE (PostgreSQL manual, appendix A), or null where no statement failed. */
    public final @Nullable String sqlState() {
        return sqlState;
    }
}
