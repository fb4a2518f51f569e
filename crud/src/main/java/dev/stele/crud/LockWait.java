package dev.stele.crud;

/** What to do about a row that another transaction has locked. */
public enum LockWait {
    /** Wait until it is free, as long as the lock time-out allows. */
    WAIT(""),
    /** Fail at once with {@link dev.stele.core.error.Retryable}. */
    FAIL(" nowait"),
    /** Take it as not there. */
    SKIP(" skip locked");

    private final String sql;

    LockWait(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }
}
