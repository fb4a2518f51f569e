package dev.stele.migrations;

import java.util.List;

/**
 * One changeset, read and split into statements.
 *
 * @param id its identity
 * @param version the version it belongs to
 * @param statements what applies it, in order
 * @param rollback what takes it back, in order
 * @param reversible whether a rollback is declared at all; an empty one counts
 * @param transactional whether it runs in one transaction
 * @param together whether that transaction is the one of the whole version
 * @param checksum its MD5 sum in Liquibase's form
 * @param words a hash of its text that comments and white space between words do not change
 * @param comment its {@code --comment}, or the empty string
 */
record Changeset(
        ChangesetId id,
        Version version,
        List<String> statements,
        List<String> rollback,
        boolean reversible,
        boolean transactional,
        boolean together,
        String checksum,
        String words,
        String comment) {

    Changeset {
        statements = List.copyOf(statements);
        rollback = List.copyOf(rollback);
    }
}
