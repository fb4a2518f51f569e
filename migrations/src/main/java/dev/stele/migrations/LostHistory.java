package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.sql.SQLException;
import java.util.Set;

/** What to say where the history is gone, or its table is not what it should be. */
final class LostHistory {
    static final String WAYS_ON = "stamp(version) records what the database has, adopt() takes over one of the Python"
            + " system, and Fallback creates what is missing without a history";

    /** The codes for a column that is not there, or has a type that cannot be compared or read. */
    private static final Set<String> DAMAGED = Set.of("42703", "42883", "42804", "42809");

    private LostHistory() {}

    /** Whether reading the history failed by what the table is like. */
    static boolean isDamaged(SQLException e) {
        return e.getSQLState() != null && DAMAGED.contains(e.getSQLState());
    }

    static MigrationException damaged(SQLException e) {
        ServerMessage said = ServerMessage.of(e);
        return new MigrationException(
                "cannot read the migration history: the table databasechangelog is damaged: " + said.described(),
                "mend the table, or rename it and go on without: " + WAYS_ON,
                said.sqlState(),
                e);
    }
}
