package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import dev.stele.core.socket.SilentServer;
import dev.stele.migrations.ChangesetRun.Direction;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a changeset failed, and what is kept.
 *
 * @param changeset the changeset
 * @param direction which way it was run
 * @param position the statement that failed, from 1; after the last one it is the row of the history
 * @param before how many changesets of this migration are done
 * @param owner the role that it ran as, or null where that is who logged in
 */
record ChangesetFailure(
        Changeset changeset,
        Direction direction,
        int position,
        int before,
        @Nullable String owner) {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** PostgreSQL's codes for a schema, table, column, function or other object that is there already. */
    private static final Set<String> THERE_ALREADY = Set.of("42P06", "42P07", "42701", "42723", "42710");

    /** The same run, further on. */
    ChangesetFailure at(Changeset other, int statement) {
        return new ChangesetFailure(other, direction, statement, before, owner);
    }

    /** The error for a user: what failed, what the server said, what is kept. */
    MigrationException told(SQLException e, String advice) {
        ServerMessage said = ServerMessage.of(e);
        String hint = said.hint() == null ? "" : "the server advises: " + said.hint() + "; ";
        return new MigrationException(
                subject() + " failed " + where() + ": " + said.described(),
                hint
                        + (SilentServer.in(e) == null ? "" : "wake or restart the server; ")
                        + (advice.isEmpty() ? "" : advice + "; ")
                        + kept()
                        + waysOn(said.sqlState())
                        + rights(said.sqlState()),
                said.sqlState(),
                e);
    }

    /** The same for what is no error of the server. */
    MigrationException told(String found) {
        return new MigrationException(subject() + " failed " + where() + ": " + found, kept(), null, null);
    }

    /** Where the history was lost, its changesets meet what they made. */
    private String waysOn(@Nullable String sqlState) {
        boolean met = direction == Direction.UP && sqlState != null && THERE_ALREADY.contains(sqlState);
        return met ? "; if it was applied and the history has lost that, " + LostHistory.WAYS_ON : "";
    }

    /** What runs as another role than who logged in may lack a right that who logged in has. */
    private String rights(@Nullable String sqlState) {
        return owner == null || !INSUFFICIENT_PRIVILEGE.equals(sqlState)
                ? ""
                : "; it ran as \"" + owner + "\", who owns the schema: give that role what it should own, or begin a"
                        + " changeset that needs your own rights with: set local role none";
    }

    private String subject() {
        return (direction == Direction.UP ? "" : "the rollback of ") + changeset.id();
    }

    private String where() {
        int total = direction.statements(changeset).size();
        return position > total ? "when it was recorded" : "at statement " + position + " of " + total;
    }

    private String kept() {
        String earlier = before == 0 ? "" : ", and the " + before + " changeset(s) before it are kept";
        if (changeset.transactional() || position <= 1) {
            return "nothing of this " + (changeset.together() ? "version" : "changeset") + " is kept" + earlier
                    + "; mend it and run again";
        }
        return "it runs outside a transaction, so its first " + (position - 1) + " statement(s) are kept" + earlier
                + "; mend the rest and run again, which goes on there";
    }
}
