package dev.stele.migrations.review;

import java.util.List;

/**
 * Statements that belong together: a changeset, or a whole plain file.
 *
 * @param name {@code author:id}, or "" for a plain file
 * @param mode how it runs
 * @param statements in order
 */
record Unit(String name, Mode mode, List<RawStatement> statements) {

    enum Mode {
        /** All statements in one transaction. */
        ONE_TRANSACTION,
        /** Each statement for itself, as psql does. */
        AUTOCOMMIT,
        /** All statements sent to the server as one text, which makes them one transaction without BEGIN. */
        ONE_MESSAGE
    }
}
