package dev.stele.migrations;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One changeset that was applied to the database.
 *
 * @param order its place in the order of application
 * @param changeset the changeset
 * @param version the version it belongs to, or null where the changelog does not know it
 * @param appliedAt when, by the server's clock in the time zone of the session that applied it
 * @param checksum its MD5 sum in Liquibase's form, or null where none was recorded
 * @param words a hash of its text that comments and white space between words do not change, or null where another tool
 *     recorded it
 */
public record HistoryEntry(
        int order,
        ChangesetId changeset,
        @Nullable Version version,
        LocalDateTime appliedAt,
        @Nullable String checksum,
        @Nullable String words) {

    /** Copies as the changeset {@code other}, which is the same under another file's name. */
    HistoryEntry as(ChangesetId other, @Nullable Version its) {
        return new HistoryEntry(order, other, its, appliedAt, checksum, words);
    }
}
