package dev.stele.migrations;

import java.util.List;

/**
 * Where a database stands against a changelog.
 *
 * @param current the last version that is applied in full, with all before it
 * @param head the last version of the changelog
 * @param pending the changesets still to apply, in order
 * @param unknown the applied changesets that the changelog does not know
 */
public record Status(Version current, Version head, List<ChangesetId> pending, List<HistoryEntry> unknown) {

    /** Keeps copies of the lists. */
    public Status {
        pending = List.copyOf(pending);
        unknown = List.copyOf(unknown);
    }

    /** Whether there is nothing to apply. */
    public boolean isAtHead() {
        return pending.isEmpty();
    }
}
