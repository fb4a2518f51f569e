package dev.stele.migrations;

import java.time.Duration;
import java.util.List;

/**
 * What a downgrade did.
 *
 * @param from the version the database was at
 * @param to the version it is at now
 * @param reverted the changesets this call took back, last one first; empty where there was nothing to do
 * @param elapsed how long it took, waiting for other processes included
 */
public record Downgrade(Version from, Version to, List<ChangesetId> reverted, Duration elapsed) {

    /** Keeps a copy of the list. */
    public Downgrade {
        reverted = List.copyOf(reverted);
    }
}
