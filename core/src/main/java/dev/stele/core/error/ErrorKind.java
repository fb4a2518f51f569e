package dev.stele.core.error;

/** What sort of answer an error calls for, with the HTTP status that says the same. */
public enum ErrorKind {
    /** The row asked for is not there, or not there for this caller. */
    NOT_FOUND(404),
    /** The write collides with a constraint or with another write. */
    CONFLICT(409),
    /** The caller may not do this. */
    FORBIDDEN(403),
    /** The input is wrong and stays wrong; send something else. */
    INVALID(422),
    /** Nothing was kept; the same unit of work may succeed when run again. */
    RETRYABLE(503),
    /** A statement ran longer than its limit and was cut off. */
    TIMEOUT(504),
    /** The database cannot be reached or does not serve; a later call may succeed. */
    UNAVAILABLE(503),
    /** The settings are wrong; nothing works until they are mended. */
    CONFIGURATION(500),
    /** The application uses the library or the schema in a way that cannot work. */
    MISUSE(500),
    /** The server failed in a way that no caller can act on. */
    INTERNAL(500);

    private final int httpStatus;

    ErrorKind(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    /** The HTTP status (RFC 9110 section 15) that tells a client the same. */
    public int httpStatus() {
        return httpStatus;
    }
}
