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
 */
public record HistoryEntry(
        int order,
        ChangesetId changeset,
        @Nullable Version version,
        LocalDateTime appliedAt,
        @Nullable String checksum) {}
