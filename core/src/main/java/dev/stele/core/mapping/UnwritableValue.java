package dev.stele.core.mapping;

import java.sql.SQLException;

/** A value that PostgreSQL cannot store, found before it was sent, with the SQLSTATE by which the server refuses such. */
public final class UnwritableValue extends SQLException {
    private static final long serialVersionUID = 1L;

    private final String problem;

    UnwritableValue(String problem, String sqlState, Throwable cause) {
        super("a value " + problem, sqlState, cause);
        this.problem = problem;
    }

    /** What is wrong with it: {@code holds half a surrogate pair, which is no character}. */
    public String problem() {
        return problem;
    }
}
